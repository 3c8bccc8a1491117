// The half of RandomInputs that makes inis and options.
#include "laws/random_inputs.hpp"

namespace fcgi6to7::test {

std::string RandomInputs::any_case(std::string text) {
  if (chance(70)) return text;
  for (char& c : text)
    if (chance(50) && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return text;
}

std::string RandomInputs::number() {
  static constexpr std::array odd = {
      "0",         "1",          "2",          "4",
      "9",         "10",         "11",         "60",
      "61",        "200",        "500",        "501",
      "1000",      "3600",       "3601",       "10000",
      "10001",     "604800",     "604801",     "2592000",
      "2592001",   "99999",      "1000000",    "100000000",
      "100000001", "4294967295", "4294967296", "18446744073709551616",
      "007",       "-1",         "",           "abc",
      "1.5",       "0x10",       "\"5\"",      "5 ; x",
      ";",         "1 0",        "５",         "true"};
  return chance(60) ? std::to_string(below(3000)) : any(odd);
}

std::string RandomInputs::path() {
  static constexpr std::array paths = {"C:\\PHP\\php-cgi.exe",
                                       "c:\\php\\PHP-CGI.EXE",
                                       "C:/PHP/php-cgi.exe",
                                       "\"C:\\PHP\\php-cgi.exe\"",
                                       "C:\\Perl\\bin\\perl.exe",
                                       "%SystemDrive%\\PHP\\php-cgi.exe",
                                       "php-cgi.exe",
                                       "C:\\日本\\ruby.exe",
                                       "C:\\a&b\\<x>.exe",
                                       "\\\\server\\share\\x.exe",
                                       "\"open",
                                       "C:\\x.exe ; comment",
                                       "",
                                       "\"\"",
                                       "C:\\it's \"q\".exe",
                                       "C:\\tab\there.exe"};
  return any(paths);
}

std::string RandomInputs::pool_name() {
  static const std::array names = {
      std::string("PHP"),     std::string("php"), std::string("PHP 5"), std::string("Site1"),
      std::string("Бюро"),    std::string("a/b"), std::string("a_b"),   std::string("x ; y"),
      std::string("quo\"te"), std::string("<&>"), std::string("Type"),  std::string(300, 'n')};
  return any(names);
}

std::string RandomInputs::value_of(std::string_view setting) {
  static constexpr std::array texts = {
      "",       "-c x", "\"-c x\"", "\"a\" \"b\"", "a ; b",   "%windir%", "-d a=\"b c\"",
      "<&>\"'", "日本", "a=b:c",    "x\ty",        "--x='1'", "\x01"};
  static constexpr std::array lists = {"A:1",
                                       "A:1,B:2",
                                       "VARIABLE1:\"C://PHP\",VARIABLE2=\"1/,2/,3\"",
                                       "PHPRC:C:\\Inetpub\\website1.com",
                                       "PHP_FCGI_MAX_REQUESTS:10000",
                                       "php_fcgi_max_requests:100,A:<&>",
                                       "A:1,a:2",
                                       "A",
                                       ",,",
                                       "\"A:1,B:2\"",
                                       "A:\"open",
                                       ":x",
                                       "PATH:C:/x/y;D:\\z,Ж:ж",
                                       "protocol:Tcp,X Y:1 2",
                                       "\"A\":1"};
  static constexpr std::array words = {
      "NamedPipe",        "tcp", "Pipe", "",     "Tcp ; x", "ReturnStderrIn500",
      "returngeneric500", "0",   "1",    "true", "No",      "2"};
  if (setting == "ExePath") return path();
  if (setting == "Arguments") return any(texts);
  if (setting == "MonitorChangesTo") return chance(50) ? path() : any(texts);
  if (setting == "EnvironmentVars")
    return chance(97) ? any(lists) : "PATH:" + std::string(5000, 'p');
  if (setting == "Protocol" || setting == "StderrMode" || setting == "FlushNamedPipe")
    return any(words);
  return number();
}

std::string RandomInputs::setting() {
  static constexpr std::array odd = {"ExePaht",      "",  "Max Instances", "a:b", "# x",
                                     "Queuelength2", "[x"};
  const auto names = built_in_mapping().setting_names();
  const std::string name =
      chance(92) ? any_case(std::string(names[below(names.size())])) : any(odd);
  const std::string indent = chance(10) ? "  " : "", blank = chance(15) ? " \t" : "";
  return indent + name + blank + "=" + blank + value_of(name) + (chance(5) ? "   " : "");
}

std::string RandomInputs::noise() {
  static constexpr std::array lines = {
      "; comment", "",       "   ",  "  ; indented = comment",    "# hash=1", "nonsense",
      "[open",     "=value", "key=", "; for IIS 5.1 and IIS 6.0", "]"};
  return any(lines);
}

std::string RandomInputs::binding() {
  static constexpr std::array keys = {"php",
                                      "php:1",
                                      "*",
                                      "*:1",
                                      "php:2",
                                      "PL",
                                      "php:/lm/w3svc/1/root/app1",
                                      "*:/W3SVC/1/ROOT",
                                      "php:/W3SVC/1/APP1ROOT",
                                      ".php",
                                      "php:x",
                                      "",
                                      "php:99999999999",
                                      "a b",
                                      "p\x01p",
                                      "rb:1",
                                      "日本",
                                      "a\"b<c>&'",
                                      "php:0",
                                      "php:01",
                                      "exe"};
  return any(keys) + "=" + pool_name() + (chance(8) ? " ; note" : "");
}

std::string RandomInputs::encoded(std::string text, bool may_be_utf16) {
  if (chance(80)) return text;
  if (!may_be_utf16 || chance(60)) return "\xEF\xBB\xBF" + text;
  const bool little = chance(50);
  return encode(text, {"", little ? 1200U : 1201U, true});
}

std::string RandomInputs::ini() {
  static constexpr std::array types = {"[Types]", "[types]", "[TYPES]", " [Types] ", "[Type]"};
  std::vector<std::string> lines;
  if (chance(5)) lines.push_back(setting());
  if (chance(20)) lines.push_back(noise());
  for (std::size_t blocks = chance(90) ? 1 : below(3); blocks > 0; --blocks) {
    lines.push_back(any(types));
    for (std::size_t i = below(6); i > 0; --i) lines.push_back(binding());
  }
  for (std::size_t pools = below(5); pools > 0; --pools) {
    lines.push_back("[" + pool_name() + "]" + (chance(5) ? " ; x" : ""));
    if (chance(80)) lines.push_back("ExePath=" + path());
    for (std::size_t i = below(7); i > 0; --i) lines.push_back(chance(92) ? setting() : noise());
  }
  const std::string newline = chance(50) ? "\r\n" : "\n";
  std::string text;
  for (const std::string& one_line : lines) text += one_line + (chance(1) ? "\n" : newline);
  if (chance(20) && text.ends_with(newline)) text.resize(text.size() - newline.size());
  return encoded(std::move(text), true);
}

Options RandomInputs::options() {
  static constexpr std::array targets = {"7.0", "7.0+kb980363", "7.5", "8.0", "8.5", "10.0"};
  Options options;
  if (chance(80)) options.target = any(targets);
  if (chance(50)) options.source_version = chance(50) ? SourceVersion::v1_0 : SourceVersion::v1_5;
  options.existing = std::array{Existing::update, Existing::keep, Existing::fail}[below(3)];
  options.defaults = chance(70) ? Defaults::pin : Defaults::keep;
  options.range = chance(60) ? RangePolicy::clamp : RangePolicy::refuse;
  options.collisions =
      std::array{Collisions::refuse, Collisions::first, Collisions::separate}[below(3)];
  options.repeats = std::array{Repeats::last, Repeats::first, Repeats::refuse}[below(3)];
  options.fix_php_max_requests = chance(30);
  options.handlers = chance(70) ? Handlers::off : chance(60) ? Handlers::types : Handlers::metabase;
  options.response_buffer_limit = chance(30);
  options.partial = chance(75);
  options.strict = chance(5);
  if (chance(20)) options.sites = {{"1", "Site \"<&>"}, {"2", "Two"}};
  if (chance(10)) options.skip_pools = {pool_name()};
  if (chance(10)) options.skip_settings = {"queuelength", "EnvironmentVars"};
  if (chance(20)) options.replace_paths = {{"C:\\", "D:\\"}, {"C:\\PHP", "E:\\p h p"}};
  return options;
}

}  // namespace fcgi6to7::test
