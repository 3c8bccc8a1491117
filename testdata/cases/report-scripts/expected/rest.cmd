@echo off
rem FastCGI from IIS 6 for IIS 7.5, made by fcgi6to7
rem from fcgiext.ini
rem for a server whose configuration is rest.config
echo Nothing to change.
exit /b 0
