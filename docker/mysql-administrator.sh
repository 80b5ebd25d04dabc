#!/bin/sh
# The image runs this once, when the data folder is new: it gives the account that makes each service's database and user
# the rights to do so.
MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --user=root --execute="GRANT ALL PRIVILEGES ON *.* TO 'townsquare'@'%' WITH GRANT OPTION"
