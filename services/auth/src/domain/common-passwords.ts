/** What people choose most often, of those that are long enough to be accepted otherwise. In lower case. */
const COMMON = new Set(
  `
  00000000 000000000 0000000000 0123456789 0987654321 10101010 11111111 111111111 1111111111 11223344 1122334455
  112233445566 12121212 123123123 123321123 12341234 12345678 123456789 1234567890 12345678910 123456789a 12345678a
  1234567a 123456aa 12345qwert 1234qwer 123654789 123abc123 123qwe123 123qweasd 147258369 1472583690 159753456
  1a2b3c4d 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 20202020 22222222 33333333 369258147 44444444
  5201314520 55555555 66666666 741852963 77777777 789456123 87654321 88888888 963852741 987654321 9876543210 99999999
  999999999 a1234567 a12345678 a123456789 a1b2c3d4 aa123456 aa12345678 aaaaaaaa abc12345 abc123456 abcabcabc abcd1234
  abcdef123 abcdefgh abcdefghi access14 admin123 admin1234 admin12345 admin@123 administrator alexander alexandra
  anthony1 arsenal1 asd123asd asdf1234 asdfasdf asdfghjk asdfghjkl asdfqwer ashley123 babygirl babygirl1 barcelona
  baseball baseball1 basketball batman123 benjamin blessed1 butterfly changeme changeme1 changeme123 charlie1
  cheesecake chelsea1 chocolate chocolate1 computer computer1 corvette cowboys1 daniel123 december default1 dragon123
  elizabeth family123 ferrari1 flower123 football football1 forever1 fortnite freedom1 friends1 guest123 hello123
  hello1234 helloworld hockey123 hunter123 iloveme1 iloveu123 iloveyou iloveyou! iloveyou1 iloveyou123 iloveyou2
  internet jennifer jessica1 jesus123 jesuschrist jordan23 killer123 lakers24 letmein1 letmein123 liverpool liverpool1
  lovelove loveyou1 manchester master12 master123 maverick mercedes michael1 michelle microsoft midnight minecraft
  monkey123 mountain mustang1 mypassword naruto123 nicole123 november p@ssw0rd p@ssword pa$$word pa55word passw0rd
  passw0rd1 password password! password01 password1 password1! password12 password123 password123! password1234
  password2 pokemon1 pokemon123 princess princess1 purple123 q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc qwe123qwe
  qweasdzxc qwer1234 qwerasdf qwert12345 qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyui qwertyuiop qwertyuiop123
  rainbow1 realmadrid redsox123 root1234 rootroot samantha samsung1 samsung123 secret123 september shadow123 snowball
  soccer123 spiderman spring123 starwars steelers strawberry summer123 summer2020 sunshine sunshine1 superman
  superman1 temp1234 temporary test1234 test12345 testing123 testtest trustno1 user1234 victoria welcome! welcome1
  welcome12 welcome123 whatever whatever1 winter123 woaini1314 woaini520 xxxxxxxx yankees1 zaq12wsx zaq1xsw2 zaq1zaq1
  zxc123zxc zxcvbnm1 zxcvbnm123
  `
    .trim()
    .split(/\s+/),
);

/** Whether a password is one of the most common ones, in whatever case it is written. */
export function isCommonPassword(password: string): boolean {
  return COMMON.has(password.toLowerCase());
}
