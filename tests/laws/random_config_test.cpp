// The half of RandomInputs that makes configs and a metabase.
#include "laws/random_inputs.hpp"
#include "metabase/sample.hpp"

namespace fcgi6to7::test {

std::string RandomInputs::line(const Style& style, std::size_t depth, std::string_view text) {
  if (style.one_line) return std::string(text);
  std::string out;
  for (std::size_t i = 0; i < depth; ++i) out += style.unit;
  return out + std::string(text) + style.newline;
}

std::string RandomInputs::attribute(std::string_view name, std::string_view value) {
  const bool single = chance(15);
  std::string text(value);
  if (chance(10)) text = replace_all(text, "C", "&#67;");
  if (single) text = replace_all(text, "&quot;", "\"");
  return " " + std::string(name) + (chance(5) ? " = " : "=") + (single ? "'" : "\"") + text +
         (single ? "'" : "\"");
}

std::string RandomInputs::application(const Style& style, std::size_t depth) {
  static constexpr std::array paths = {"C:\\PHP\\php-cgi.exe",       "c:\\php\\php-cgi.exe",
                                       "C:\\Perl\\bin\\perl.exe",    "C:\\日本\\RUBY.exe",
                                       "C:\\a&amp;b\\&lt;x&gt;.exe", "D:\\other.exe"};
  static constexpr std::array arguments = {"-c x", "-d fcgi6to7.pool=php", "-d a=&quot;b c&quot;",
                                           "&lt;&amp;&gt;&quot;'", ""};
  std::string tag = "<application" + attribute("fullPath", any(paths));
  if (chance(30)) tag += replace_all(attribute("arguments", any(arguments)), "''", "\"\"");
  if (chance(30)) tag += attribute("queueLength", std::to_string(below(2000) + 1));
  if (chance(30)) tag += attribute("maxInstances", std::to_string(below(20) + 1));
  if (chance(30)) tag += attribute("instanceMaxRequests", std::to_string(below(2000) + 1));
  if (chance(10)) tag += attribute("flushNamedPipe", "true");
  if (chance(60)) return line(style, depth, tag + style.end_of_tag);
  std::string variables;
  for (const char* name : {"A", "b", "PHP_FCGI_MAX_REQUESTS", "PATH"})
    if (chance(40))
      variables += line(style, depth + 2,
                        "<environmentVariable" + attribute("name", name) +
                            (chance(90) ? attribute("value", std::to_string(below(3000))) : "") +
                            style.end_of_tag);
  if (chance(20)) variables += line(style, depth + 2, "<!-- last -->");
  return line(style, depth, tag + ">") + line(style, depth + 1, "<environmentVariables>") +
         variables + line(style, depth + 1, "</environmentVariables>") +
         line(style, depth, "</application>");
}

std::string RandomInputs::fast_cgi(const Style& style, std::size_t depth) {
  static constexpr std::array locks = {" lockItem=\"true\"", " configSource=\"x\"",
                                       " lockElements=\"*\""};
  const std::string extra = chance(4) ? any(locks) : "";
  if (chance(35)) return line(style, depth, "<fastCgi" + extra + style.end_of_tag);
  std::string inside;
  if (chance(15)) inside += line(style, depth + 1, "<!-- <application fullPath=\"c\" /> -->");
  for (std::size_t i = below(4); i > 0; --i) inside += application(style, depth + 1);
  if (chance(15)) inside += line(style, depth + 1, "<!-- end & <more -->");
  return line(style, depth, "<fastCgi" + extra + ">") + inside + line(style, depth, "</fastCgi>");
}

std::string RandomInputs::handlers(const Style& style, std::size_t depth) {
  static constexpr std::array children = {
      "<clear />",
      "<add name=\"PHP\" path=\"*.php\" verb=\"GET,HEAD,POST\" modules=\"FastCgiModule\" "
      "scriptProcessor=\"C:\\PHP\\php-cgi.exe\" resourceType=\"File\" />",
      "<add name=\"StaticFile\" path=\"*\" verb=\"*\" modules=\"StaticFileModule\" "
      "resourceType=\"Either\" requireAccess=\"Read\" />",
      "<add name=\"ruby\" path=\"*.rb\" verb=\"*\" modules=\"FastCgiModule\" "
      "scriptProcessor=\"C:\\Perl\\bin\\perl.exe|-c x\" responseBufferLimit=\"0\" />",
      "<remove name=\"PHP\" />",
      "<!-- <add name=\"no\" /> -->"};
  if (chance(20)) return line(style, depth, "<handlers" + style.end_of_tag);
  std::string inside;
  for (const char* child : children)
    if (chance(40)) inside += line(style, depth + 1, child);
  return line(style, depth, chance(30) ? "<handlers accessPolicy=\"Read\">" : "<handlers>") +
         inside + line(style, depth, "</handlers>");
}

std::string RandomInputs::group(const Style& style, std::size_t depth, bool with_fast_cgi,
                                bool with_handlers) {
  if (!with_fast_cgi && !with_handlers)
    return line(style, depth, "<system.webServer" + style.end_of_tag);
  std::string inside;
  if (chance(20)) inside += line(style, depth + 1, "<!-- <fastCgi> -->");
  if (with_handlers) inside += handlers(style, depth + 1);
  if (with_fast_cgi) inside += fast_cgi(style, depth + 1);
  if (chance(30))
    inside += line(style, depth + 1, "<modules><add name=\"FastCgiModule\" /></modules>");
  return line(style, depth, "<system.webServer>") + inside +
         line(style, depth, "</system.webServer>");
}

std::string RandomInputs::declarations(const Style& style) {
  std::string inside;
  if (chance(97)) inside += line(style, 3, "<section name=\"fastCgi\"" + style.end_of_tag);
  if (chance(97)) inside += line(style, 3, "<section name=\"handlers\"" + style.end_of_tag);
  inside += line(style, 3, "<section name=\"modules\"" + style.end_of_tag);
  if (chance(20)) inside += line(style, 3, "<section name=\"webSocket\"" + style.end_of_tag);
  return line(style, 1, "<configSections>") +
         line(style, 2, "<sectionGroup name=\"system.webServer\">") + inside +
         line(style, 2, "</sectionGroup>") + line(style, 1, "</configSections>");
}

std::string RandomInputs::body(const Style& style) {
  static constexpr std::array servers = {"<location path=\"\">", "<location path=\".\">",
                                         "<location path='' overrideMode=\"Allow\">"};
  const std::size_t fast_cgi_at = below(chance(5) ? 5 : 3), handlers_at = below(3);
  std::string text = declarations(style);
  if (chance(60))
    text += line(style, 1, "<system.applicationHost>") + line(style, 2, "<sites>") +
            line(style, 3,
                 "<site name=\"Default &amp; Web\" id=\"1\"><application path=\"/\"/><application "
                 "path=\"/app1\"/></site>") +
            line(style, 3, "<site name=\"Two\" id=\"2\" />") + line(style, 2, "</sites>") +
            line(style, 1, "</system.applicationHost>");
  if (chance(85)) text += group(style, 1, fast_cgi_at == 0, handlers_at == 0);
  if (chance(60))
    text += line(style, 1, any(servers)) + group(style, 2, fast_cgi_at == 1, handlers_at == 1) +
            line(style, 1, "</location>");
  if (chance(10)) text += group(style, 1, fast_cgi_at >= 3, false);
  if (chance(30))
    text += line(style, 1, "<location path=\"Default &amp; Web\">") + group(style, 2, false, true) +
            line(style, 1, "</location>");
  return text;
}

std::string RandomInputs::config() {
  static constexpr std::array units = {"    ", "\t", "  ", " ", ""};
  static constexpr std::array ends = {" />", "/>", "></x>"};
  Style style{chance(50) ? "\r\n" : "\n", any(units), chance(60) ? ends[0] : ends[1], chance(8)};
  std::string text;
  if (chance(80)) text += line(style, 0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  if (chance(30)) text += line(style, 0, "<!-- <location path=\"x\"> <system.webServer> & -->");
  text += line(style, 0, "<configuration>") + body(style) + line(style, 0, "</configuration>");
  if (chance(20) && text.ends_with(style.newline)) text.resize(text.size() - style.newline.size());
  if (chance(5)) text += "<!-- end -->";
  if (chance(3)) text.erase(below(text.size()), below(20));
  return encoded(std::move(text), true);
}

Inputs RandomInputs::inputs() {
  Inputs inputs = inputs_of(ini(), config());
  if (chance(10)) inputs.ini32 = NamedBytes{"ini32.ini", ini()};
  if (chance(50)) {
    const std::string dll = "C:\\WINDOWS\\system32\\inetsrv\\fcgiext.dll";
    const std::vector<std::string> maps = {"ScriptMaps=\".php," + dll + ",5,GET,HEAD\n\t\t\t.pl," +
                                           dll + ",1\n\t\t\t*," + dll + ",0,All\""};
    inputs.metabase = NamedBytes{
        "MetaBase.xml",
        sample::file(
            sample::element("IIsWebService", "/LM/W3SVC", maps) +
            sample::element("IIsWebServer", "/LM/W3SVC/1", {"ServerComment=\"One\""}) +
            sample::element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT",
                            {"AccessFlags=\"AccessRead | AccessScript\""}) +
            sample::element("IIsWebVirtualDir", "/LM/W3SVC/1/root/App1",
                            {"AccessFlags=\"AccessRead\"", "AppRoot=\"/LM/W3SVC/1/Root/App1\""}) +
            sample::element("IIsWebServer", "/LM/W3SVC/2"))};
  }
  return inputs;
}

}  // namespace fcgi6to7::test
