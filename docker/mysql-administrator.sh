#!/bin/sh
# Run once by the image, when the data folder is new: the one that makes each service's database and user may do so.
MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --user=root --execute="GRANT ALL PRIVILEGES ON *.* TO 'townsquare'@'%' WITH GRANT OPTION"
