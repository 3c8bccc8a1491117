# FastCGI from IIS 6 for IIS 7.5, made by fcgi6to7
# from fcgiext.ini
# for a server whose configuration is rest.config
'Nothing to change.'
