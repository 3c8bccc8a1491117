#include <algorithm>
#include <array>
#include <optional>

#include "script/script.hpp"
#include "script/steps.hpp"
#include "script/xpath.hpp"

namespace fcgi6to7 {
namespace {

// All that Windows PowerShell takes as a single quote: ', and U+2018 to U+201B.
constexpr std::array<std::string_view, 5> single_quotes = {"'", "\u2018", "\u2019", "\u201a",
                                                           "\u201b"};

// A string literal in which nothing is expanded.
std::string literal(std::string_view value) {
  std::string out = "'";
  for (std::size_t i = 0; i < value.size();) {
    const auto quote = std::find_if(
        single_quotes.begin(), single_quotes.end(),
        [&](std::string_view candidate) { return value.substr(i).starts_with(candidate); });
    if (quote == single_quotes.end()) {
      out += value[i++];
      continue;
    }
    out.append(*quote).append(*quote);
    i += quote->size();
  }
  return out + "'";
}

std::string hashtable(const AttributeValues& values) {
  std::string out = "@{ ";
  for (const auto& [name, value] : values)
    out.append(out.size() > 3 ? "; " : "").append(name).append(" = ").append(literal(value));
  return out + " }";
}

std::string section_of(const Step& step) {
  return "system.webServer/" + step.section;
}

// IIS' XPath has no concat(), so a value with both kinds of quotes cannot be named.
std::optional<std::string> path_of(const Selector& selector) {
  std::string out = selector.element + "[";
  for (const auto& [name, value] : selector.keys) {
    const auto quoted = xpath_plain_literal(value);
    if (!quoted) return std::nullopt;
    out.append(out.ends_with('[') ? "" : " and ").append("@").append(name).append("=");
    out += *quoted;
  }
  return out + "]";
}

// What shows that a new element is there already. A handler mapping that has the name alone is
// another: adding fails, and nothing is written.
AttributeValues identity_of(const Step& step) {
  if (step.section != "handlers") return step.target.keys;
  AttributeValues identity;
  for (const auto& [name, value] : step.values)
    if (name == "name" || name == "path" || name == "scriptProcessor")
      identity.emplace_back(name, value);
  return identity;
}

// What a script starts with, and how it ends. The steps stand between.
constexpr std::string_view prologue =
    R"(# Run it from an elevated Windows PowerShell. It looks what is missing, then makes all changes or none.
# It can be run again: what is there already stays as it is.
$ErrorActionPreference = 'Stop'
Import-Module WebAdministration
$apphost = 'MACHINE/WEBROOT/APPHOST'
$steps = New-Object System.Collections.ArrayList

# Whether a collection has an element with these values.
function Test-Element($Filter, $Location, $Values) {
    $at = @{ PSPath = $apphost; Filter = $Filter }
    if ($Location) { $at.Location = $Location }
    foreach ($element in @(Get-WebConfiguration @at)) {
        $same = $null -ne $element
        foreach ($name in $Values.Keys) {
            if ($same -and [string]$element.GetAttributeValue($name) -ne $Values[$name]) { $same = $false }
        }
        if ($same) { return $true }
    }
    return $false
}

# Looks now, acts later: what the commit delay holds back cannot be looked at.
function Step([bool]$Needed, [scriptblock]$Do) {
    if ($Needed) { [void]$steps.Add($Do) }
}
)";

constexpr std::string_view epilogue =
    R"(
if ($steps.Count -eq 0) {
    'Nothing to change.'
    return
}
$backup = 'before-fcgi6to7-{0:yyyyMMddHHmmss}' -f (Get-Date)
Backup-WebConfiguration -Name $backup | Out-Null
# Start- and Stop-WebCommitDelay since Windows Server 2012, Begin- and End- on 2008 R2.
$start, $stop = 'Start-WebCommitDelay', 'Stop-WebCommitDelay'
if (-not (Get-Command $start -ErrorAction SilentlyContinue)) {
    $start, $stop = 'Begin-WebCommitDelay', 'End-WebCommitDelay'
}
$discard, $commit = @{}, @{}
if ((Get-Command $stop).Parameters.ContainsKey('Commit')) {
    $discard, $commit = @{ Commit = $false }, @{ Commit = $true }
}
& $start
try {
    foreach ($do in $steps) { & $do }
} catch {
    $problem = $_
    & $stop @discard
    if ($discard.Count -eq 0) { Restore-WebConfiguration -Name $backup }
    throw $problem
}
& $stop @commit
"$($steps.Count) changes are made. Undo with: Restore-WebConfiguration -Name $backup"
)";

class Script {
 public:
  std::string write(const Outcome& outcome, const std::vector<Step>& steps) {
    for (const std::string& title : script_title(outcome)) comment(title);
    if (steps.empty()) {
      line("'Nothing to change.'");
    } else {
      lines(prologue);
      for (const Step& step : steps) add(step);
      if (!unnamed_.empty()) return refuse(outcome, unnamed_);
      lines(epilogue);
    }
    return finish();
  }

  std::string refuse(const Outcome& outcome, std::string_view reason) {
    out_.clear();
    for (const std::string& title : script_title(outcome)) comment(title);
    line("throw " + literal(reason));
    return finish();
  }

 private:
  void line(std::string_view text = {}) { out_.append(text).append("\r\n"); }
  void lines(std::string_view text) {
    for (std::size_t end; (end = text.find('\n')) != text.npos; text.remove_prefix(end + 1))
      line(text.substr(0, end));
  }
  void comment(std::string_view text) { line("# " + comment_text(text, "")); }

  void add(const Step& step) {
    line();
    for (const std::string& text : step.comments) comment(text);
    switch (step.action) {
      case Action::set:
        // Setting twice is setting once.
        return emit("$true", "Set-WebConfigurationProperty" + place(step, target_path(step)) +
                                 " -Name " + literal(step.values.front().first) + " -Value " +
                                 literal(step.values.front().second));
      case Action::remove:
        return emit("(" + test(step, step.target.keys) + ")",
                    "Remove-WebConfigurationProperty" + place(step, section_of(step)) +
                        " -Name '.' -AtElement " + hashtable(step.target.keys));
      default:
        break;
    }
    std::string call = "Add-WebConfigurationProperty" + place(step, collection_path(step)) +
                       " -Name '.' -Value " + hashtable(step.values);
    if (step.section == "handlers") call += " -AtIndex " + std::to_string(step.index);
    emit("(-not (" + test(step, identity_of(step)) + "))", call);
  }

  void emit(const std::string& needed, const std::string& call) {
    line("Step " + needed + " {");
    line("    " + call);
    line("}");
  }

  static std::string place(const Step& step, const std::string& filter) {
    std::string out = " -PSPath $apphost";
    if (!step.level.empty()) out += " -Location " + literal(step.level);
    return out + " -Filter " + literal(filter);
  }

  std::string test(const Step& step, const AttributeValues& values) {
    return "Test-Element " + literal(collection_path(step) + "/" + step.target.element) + " " +
           literal(step.level) + " " + hashtable(values);
  }

  // The collection that the element is in.
  std::string collection_path(const Step& step) {
    if (!step.application) return section_of(step);
    return section_of(step) + "/" + path(*step.application) + "/environmentVariables";
  }

  std::string target_path(const Step& step) {
    if (step.target.element.empty()) return section_of(step);
    return collection_path(step) + "/" + path(step.target);
  }

  std::string path(const Selector& selector) {
    if (auto path = path_of(selector)) return *path;
    unnamed_ =
        "WebAdministration cannot name an element whose key holds both kinds of quotes. Use the "
        "appcmd script instead.";
    return "";
  }

  std::string finish() {
    const bool ascii = std::all_of(out_.begin(), out_.end(), [](char c) { return c >= 0; });
    return (ascii ? "" : "\xef\xbb\xbf") + out_;  // without the BOM it is read as ANSI
  }

  std::string out_;
  std::string unnamed_;  // why the script cannot be
};

}  // namespace

std::string powershell_script(const Outcome& outcome) {
  const auto steps = steps_of(outcome);
  if (!steps)
    return Script().refuse(outcome, "The plan was refused: see its errors. Nothing is changed.");
  return Script().write(outcome, steps->steps);
}

}  // namespace fcgi6to7
