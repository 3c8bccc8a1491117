@echo off
rem FastCGI from IIS 6 for IIS 7.5, made by fcgi6to7
rem from fcgiext.ini
rem for a server whose configuration is applicationHost.config
rem Run it once, from an elevated prompt. It makes a backup, and restores it when a
rem command fails; a second run fails at the first element that is already there.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "APPCMD=%windir%\System32\inetsrv\appcmd.exe"
rem A 32-bit prompt finds the 64-bit appcmd.exe here.
if exist "%windir%\Sysnative\inetsrv\appcmd.exe" set "APPCMD=%windir%\Sysnative\inetsrv\appcmd.exe"
if not exist "%APPCMD%" (
  echo appcmd.exe is not there: install IIS. 1>&2
  exit /b 1
)
set "BACKUP=before-fcgi6to7-%RANDOM%-%RANDOM%"
"%APPCMD%" add backup "%BACKUP%"
if errorlevel 1 (
  echo The backup failed, so nothing is changed. Run it from an elevated prompt. 1>&2
  exit /b 1
)

rem process pool from fcgiext.ini line 7: [PHP 100? (?n?code)]
rem fullPath from fcgiext.ini line 8: ExePath=C:\PHP ? Co\php-cgi.exe
rem arguments from fcgiext.ini line 9: Arguments=-d ?include_path=?TEMP?;C:\it's? -d precision=14,5
rem maxInstances from fcgiext.ini line 10: MaxInstances=10
rem instanceMaxRequests: a default of IIS 6, written because the target's differs
"%APPCMD%" set config /section:system.webServer/fastCgi /+"[fullPath='C:\PHP & Co\php-cgi.exe',arguments='-d %%u0022include_path=%%u0025TEMP%%u0025;C:\it%%u0027s%%u0022 -d precision=14,5',maxInstances='10',instanceMaxRequests='1000']" /commit:apphost
if errorlevel 1 goto failed

rem environmentVariables/PHPRC from fcgiext.ini line 12: PHPRC:C:\ini\
"%APPCMD%" set config /section:system.webServer/fastCgi /+"[fullPath='C:\PHP & Co\php-cgi.exe',arguments='-d %%u0022include_path=%%u0025TEMP%%u0025;C:\it%%u0027s%%u0022 -d precision=14,5'].environmentVariables.[name='PHPRC',value='C:\ini\']" /commit:apphost
if errorlevel 1 goto failed

rem environmentVariables/GREETING from fcgiext.ini line 12: GREETING:it?s ?quoted? ? ? (half
"%APPCMD%" set config /section:system.webServer/fastCgi /+"[fullPath='C:\PHP & Co\php-cgi.exe',arguments='-d %%u0022include_path=%%u0025TEMP%%u0025;C:\it%%u0027s%%u0022 -d precision=14,5'].environmentVariables.[name='GREETING',value='it%%u2019s %%u201Cquoted%%u201D ^ ! (half']" /commit:apphost
if errorlevel 1 goto failed

rem environmentVariables/PHP_FCGI_MAX_REQUESTS from fcgiext.ini line 12: PHP_FCGI_MAX_REQUESTS:10000
"%APPCMD%" set config /section:system.webServer/fastCgi /+"[fullPath='C:\PHP & Co\php-cgi.exe',arguments='-d %%u0022include_path=%%u0025TEMP%%u0025;C:\it%%u0027s%%u0022 -d precision=14,5'].environmentVariables.[name='PHP_FCGI_MAX_REQUESTS',value='10000']" /commit:apphost
if errorlevel 1 goto failed

rem maxInstances from fcgiext.ini line 17: MaxInstances=8
"%APPCMD%" set config /section:system.webServer/fastCgi "/[fullPath='C:\Perl\bin\perl.exe',arguments='D:\O%%u0027Brien\app.fcgi'].maxInstances:8" /commit:apphost
if errorlevel 1 goto failed

rem instanceMaxRequests from fcgiext.ini line 18: InstanceMaxRequests=500
"%APPCMD%" set config /section:system.webServer/fastCgi "/[fullPath='C:\Perl\bin\perl.exe',arguments='D:\O%%u0027Brien\app.fcgi'].instanceMaxRequests:500" /commit:apphost
if errorlevel 1 goto failed

rem environmentVariables/MODE from fcgiext.ini line 19: MODE:live
"%APPCMD%" set config /section:system.webServer/fastCgi "/[fullPath='C:\Perl\bin\perl.exe',arguments='D:\O%%u0027Brien\app.fcgi'].environmentVariables.[name='MODE'].value:live" /commit:apphost
if errorlevel 1 goto failed

rem process pool from fcgiext.ini line 21: [Python]
rem fullPath from fcgiext.ini line 22: ExePath=C:\Python\python.exe
rem arguments from fcgiext.ini line 23: Arguments=-u app.py )
rem instanceMaxRequests: a default of IIS 6, written because the target's differs
"%APPCMD%" set config /section:system.webServer/fastCgi /+"[fullPath='C:\Python\python.exe',arguments='-u app.py )',instanceMaxRequests='1000']" /commit:apphost
if errorlevel 1 goto failed

rem *.php from fcgiext.ini line 2: php=PHP 100? (?n?code)
"%APPCMD%" set config /section:system.webServer/handlers /+"[@start,name='FastCGI-PHP_100%%u0025_(%%u00DCn%%u00EFcode)-php',path='*.php',verb='GET,HEAD,POST',modules='FastCgiModule',scriptProcessor='C:\PHP & Co\php-cgi.exe|-d %%u0022include_path=%%u0025TEMP%%u0025;C:\it%%u0027s%%u0022 -d precision=14,5',resourceType='File',requireAccess='Script',responseBufferLimit='0']" /commit:apphost
if errorlevel 1 goto failed

rem *.fcg from fcgiext.ini line 3: fcg:2=O'Brien
"%APPCMD%" set config "O'Brien's Müller" /section:system.webServer/handlers /+"[@start,name='FastCGI-O_Brien-fcg',path='*.fcg',verb='GET,HEAD,POST',modules='FastCgiModule',scriptProcessor='C:\Perl\bin\perl.exe|D:\O%%u0027Brien\app.fcgi',resourceType='File',requireAccess='Script']" /commit:apphost
if errorlevel 1 goto failed

rem *.php from fcgiext.ini line 5: *:3=Python
"%APPCMD%" set config "Python 100%%" /section:system.webServer/handlers /+"[@start,name='FastCGI-Python-php',path='*.php',verb='GET,HEAD,POST',modules='FastCgiModule',scriptProcessor='C:\Python\python.exe|-u app.py )',resourceType='File',requireAccess='Script']" /commit:apphost
if errorlevel 1 goto failed

echo Done. Undo with: "%APPCMD%" restore backup "%BACKUP%"
exit /b 0

:failed
echo A command failed. The backup is restored. 1>&2
"%APPCMD%" restore backup "%BACKUP%" /stop:false
exit /b 1
