// Stands in for IIS's appcmd.exe: it answers the one question that fcgi6to7 asks it, or never does.
#include <windows.h>

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int count, char** arguments) {
  if (std::getenv("APPCMD_HANGS") != nullptr) Sleep(60'000);
  std::string asked;
  for (int i = 1; i < count; ++i) asked += std::string(arguments[i]) + " ";
  if (asked != "list sites /xml ") {
    std::puts("ERROR ( message:unexpected question )");
    return 1;
  }
  std::puts(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<appcmd>\n"
      "    <SITE SITE.NAME=\"Default Web Site\" SITE.ID=\"1\" bindings=\"http/*:80:\" "
      "state=\"Started\" />\n"
      "    <SITE SITE.NAME=\"shop\" SITE.ID=\"2\" bindings=\"http/*:81:\" state=\"Stopped\" />\n"
      "</appcmd>");
  return 0;
}
