#include "report/html_parts.hpp"

#include "report/ink.hpp"

namespace fcgi6to7 {
namespace {

const Asset& asset(std::string_view name) {
  for (const Asset& candidate : embedded_assets())
    if (candidate.name == name) return candidate;
  return embedded_assets().front();
}

unsigned hex_digit(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

// A policy names hashes in base64.
std::string base64_of_hex(std::string_view hex) {
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : hex) {
    bits = (bits << 4 | hex_digit(c)) & 0xFFFFU;
    count += 4;
    if (count < 6) continue;
    count -= 6;
    out += letters[bits >> count & 63U];
  }
  if (count > 0) out += letters[bits << (6 - count) & 63U];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string source(std::string_view name) {
  return "'sha256-" + base64_of_hex(asset(name).sha256) + "'";
}

}  // namespace

std::string html(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string html_code(std::string_view text) {
  return text.empty() ? std::string() : "<code>" + html(text) + "</code>";
}

std::string html_tag(std::string_view word) {
  return "<span class=\"tag " + html(word) + "\">" + html(word) + "</span>";
}

std::string html_begin(std::string_view title, std::string_view style, std::string_view script) {
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ";
  page += source("page.css");
  if (!style.empty()) page += " " + source(style);
  if (!script.empty()) page += "; script-src " + source(script);
  page += "; base-uri 'none'; form-action 'none'\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<meta name=\"referrer\" content=\"no-referrer\">\n";
  page += "<title>" + html(title) + "</title>\n<style>";
  page.append(asset("page.css").text).append("</style>\n");
  if (!style.empty()) page.append("<style>").append(asset(style).text).append("</style>\n");
  page += "</head>\n<body>\n";
  return page.append("<a class=\"skip\" href=\"#content\">Skip to content</a>\n");
}

std::string html_end(std::string_view script) {
  std::string end;
  if (!script.empty()) end.append("<script>").append(asset(script).text).append("</script>\n");
  return end + "</body>\n</html>\n";
}

}  // namespace fcgi6to7
