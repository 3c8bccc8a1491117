@echo off
rem FastCGI from IIS 6 for IIS 7.5, made by fcgi6to7
rem from fcgiext.ini
rem for a server whose configuration is applicationHost.config
echo The plan was refused: see its errors. Nothing is changed. 1>&2
exit /b 1
