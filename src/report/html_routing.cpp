#include "report/html_routing.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "report/html_parts.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t shown_requests = 60;  // more is no picture
constexpr int row_height = 46, box_height = 34, top = 34;
constexpr int request_x = 10, pool_x = 400, application_x = 700;
constexpr int request_width = 290, pool_width = 190, application_width = 370;

struct Box {
  std::string title, detail;
};

struct Wire {
  std::size_t from, to;
  bool is_on;  // IIS 7 serves it
};

std::string shortened(const std::string& text, std::size_t most) {
  if (count_characters(text) <= most) return text;
  std::size_t at = text.size(), kept = 0;  // the end tells programs and sites apart
  while (at > 0 && kept + 1 < most) {
    --at;
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) ++kept;
  }
  return "…" + text.substr(at);
}

class Picture {
 public:
  explicit Picture(const Plan& plan) {
    for (const ApplicationPlan& application : plan.applications) {
      if (application.action != Action::skip)
        applications_.push_back({application.full_path, application.arguments});
      for (const std::string& pool : application.pools) {
        const std::size_t index = pool_of(pool);
        if (application.action != Action::skip)
          served_by_.push_back({index, applications_.size() - 1, true});
      }
    }
    for (const HandlerPlan& handler : plan.handlers)
      if (handler.action != Action::skip && handler.action != Action::remove &&
          !handler.pool.empty())
        add({handler.path, handler.level.empty() ? "every site" : handler.level}, handler.pool,
            true);
    for (const BindingPlan& binding : plan.bindings)
      if (binding.action == Action::skip)
        add({binding.extension == "*" ? "(any script map)" : "*." + binding.extension,
             where_of(binding)},
            binding.pool, false);
  }

  std::string write() const {
    if (requests_.empty()) return "<p class=\"empty\">No request is bound to a process pool.</p>\n";
    const std::size_t rows =
        std::max({requests_.size(), pools_.size(), applications_.size(), std::size_t{1}});
    const int height = top + static_cast<int>(rows) * row_height + 8;
    std::string out =
        "<figure class=\"routing scroll\" tabindex=\"0\" aria-label=\"Routing\">"
        "<svg viewBox=\"0 0 1080 " +
        std::to_string(height) +
        "\" role=\"img\" aria-labelledby=\"routing-title\"><title id=\"routing-title\">" +
        html(summary()) + "</title>\n";
    out += text(request_x, 18, "request", true) + text(pool_x, 18, "section of fcgiext.ini", true) +
           text(application_x, 18, "process pool of IIS 7", true);
    for (const Wire& wire : routes_)
      out += path(request_x + request_width, wire.from, requests_.size(), pool_x, wire.to,
                  pools_.size(), rows, wire.is_on);
    for (const Wire& wire : served_by_)
      out += path(pool_x + pool_width, wire.from, pools_.size(), application_x, wire.to,
                  applications_.size(), rows, wire.is_on);
    out += column(requests_, request_x, request_width, rows, 38, "");
    out += column(pools_, pool_x, pool_width, rows, 24, "");
    out += column(applications_, application_x, application_width, rows, 50, "new");
    out += "</svg><figcaption class=\"why\">" + caption() + "</figcaption></figure>\n";
    return out;
  }

 private:
  static std::string where_of(const BindingPlan& binding) {
    if (!binding.site_id) return "every site";
    std::string where = "site " + *binding.site_id;
    return binding.application ? where + ", " + *binding.application : where;
  }

  std::size_t pool_of(const std::string& name) {
    const auto [found, is_new] = pool_index_.try_emplace(fold_case(name), pools_.size());
    if (is_new) pools_.push_back({"[" + name + "]", ""});
    return found->second;
  }

  void add(Box request, const std::string& pool, bool is_on) {
    if (requests_.size() == shown_requests) {
      ++left_;
      return;
    }
    routes_.push_back({requests_.size(), pool_of(pool), is_on});
    requests_.push_back(std::move(request));
  }

  std::string summary() const {
    std::string text;
    for (const Wire& wire : routes_)
      text += requests_[wire.from].title + " at " + requests_[wire.from].detail +
              (wire.is_on ? " reaches " : " reached, and reaches no more, ") +
              pools_[wire.to].title + ". ";
    return text;
  }

  std::string caption() const {
    std::string text =
        "Solid: a handler mapping of IIS 7 leads there. Dashed: IIS 6 led there, and "
        "no handler mapping is planned.";
    if (left_ > 0) text += " " + std::to_string(left_) + " more are in the tables below.";
    return text;
  }

  static int middle(std::size_t index, std::size_t count, std::size_t rows) {
    // Shorter columns are spread over the height of the longest.
    const auto place = (static_cast<double>(index) + 0.5) * static_cast<double>(rows) /
                       static_cast<double>(std::max<std::size_t>(count, 1));
    return top + static_cast<int>(place * row_height);
  }

  static std::string text(int x, int y, const std::string& words, bool soft) {
    return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\"" +
           (soft ? " class=\"soft\"" : "") + ">" + html(words) + "</text>\n";
  }

  static std::string path(int x1, std::size_t from, std::size_t from_count, int x2, std::size_t to,
                          std::size_t to_count, std::size_t rows, bool is_on) {
    const std::string y1 = std::to_string(middle(from, from_count, rows));
    const std::string y2 = std::to_string(middle(to, to_count, rows));
    const std::string bend = std::to_string((x1 + x2) / 2);
    return "<path" + std::string(is_on ? "" : " class=\"off\"") + " d=\"M" + std::to_string(x1) +
           " " + y1 + " C" + bend + " " + y1 + " " + bend + " " + y2 + " " + std::to_string(x2) +
           " " + y2 + "\"/>\n";
  }

  static std::string column(const std::vector<Box>& boxes, int x, int width, std::size_t rows,
                            std::size_t letters, const std::string& style) {
    std::string out = "<g class=\"" + style + "\">\n";
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const int y = middle(i, boxes.size(), rows) - box_height / 2;
      out += "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" +
             std::to_string(width) + "\" height=\"" + std::to_string(box_height) +
             "\" rx=\"6\"/>\n";
      const bool two = !boxes[i].detail.empty();
      out += text(x + 10, y + (two ? 15 : 22), shortened(boxes[i].title, letters), false);
      if (two) out += text(x + 10, y + 28, shortened(boxes[i].detail, letters + 6), true);
    }
    return out + "</g>\n";
  }

  std::vector<Box> requests_, pools_, applications_;
  std::map<std::string, std::size_t> pool_index_;
  std::vector<Wire> routes_, served_by_;
  std::size_t left_ = 0;
};

}  // namespace

std::string html_routing(const Plan& plan) {
  return Picture(plan).write();
}

}  // namespace fcgi6to7
