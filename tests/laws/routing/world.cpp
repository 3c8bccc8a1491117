#include "laws/routing/world.hpp"

namespace fcgi6to7::test {
namespace {

class Maker {
 public:
  explicit Maker(std::mt19937& random) : random_(random) {}

  World make() {
    world_.pools = 1 + below(4);
    world_.shape = below(3);
    if (chance(40)) world_.access_policy = "Read, Execute, Script";
    if (chance(60)) world_.service_maps = maps();
    const int sites = 1 + below(4);
    for (int i = 0; i < sites; ++i) world_.sites.push_back(site(i));
    const int bindings = 1 + below(6);
    for (int i = 0; i < bindings; ++i) add_binding();
    return std::move(world_);
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int percent) { return below(100) < percent; }
  std::string extension() {
    return std::vector<std::string>{"php", "pl", "x"}[static_cast<std::size_t>(below(3))];
  }

  std::vector<WorldMap> maps() {
    std::vector<WorldMap> list;
    for (const std::string name : {"php", "pl", "x"}) {
      if (!chance(45)) continue;
      WorldMap map{name, chance(85), chance(85), chance(75), {"GET", "HEAD", "POST"}};
      if (chance(25))
        map.verbs = chance(50) ? std::vector<std::string>{} : std::vector<std::string>{"GET"};
      list.push_back(map);
    }
    if (chance(15)) list.push_back({"*", true, chance(50), chance(30), {}});
    return list;
  }

  unsigned access() {
    const unsigned choices[] = {1, 1 + 512, 1 + 512 + 4, 1 + 4};
    return choices[chance(50) ? 1 : below(4)];
  }

  WorldSite site(int index) {
    WorldSite site;
    site.id = static_cast<unsigned>(index + 1);
    site.name = "Site " + std::to_string(index + 1);
    site.in_metabase = chance(85);
    site.clears = chance(20);
    for (const std::string& folder : world_folders) {
      if (!folder.empty() && !chance(45)) continue;
      WorldNode node;
      node.is_application = folder.empty() || chance(50);
      if (chance(35)) node.maps = maps();
      if (folder.empty() || chance(35)) node.access = access();
      site.nodes[folder] = node;
    }
    return site;
  }

  void add_binding() {
    WorldBinding binding{chance(25) ? "*" : extension(), 0, "", below(world_.pools)};
    if (chance(55)) {
      const WorldSite& site =
          world_.sites[static_cast<std::size_t>(below(static_cast<int>(world_.sites.size())))];
      binding.site = site.id;
      if (chance(50))
        binding.application = std::vector<std::string>{
            "/", "/app", "/app/nested"}[static_cast<std::size_t>(below(3))];
    }
    for (const WorldBinding& other : world_.bindings)
      if (other.extension == binding.extension && other.site == binding.site &&
          other.application == binding.application)
        return;
    world_.bindings.push_back(binding);
  }

  std::mt19937& random_;
  World world_;
};

std::string script_maps(const std::vector<WorldMap>& maps) {
  std::string text;
  for (const WorldMap& map : maps) {
    text += text.empty() ? "" : "\n\t\t\t";
    text +=
        (map.extension == "*" ? "*" : "." + map.extension) + ",C:\\WINDOWS\\system32\\inetsrv\\";
    text += map.ours ? "fcgiext.dll," : "other.dll,";
    text += std::to_string((map.script ? 1 : 0) + (map.checks_file ? 4 : 0));
    if (map.extension == "*") text += ",All";
    for (const std::string& verb : map.verbs) text += "," + verb;
  }
  return "\t\tScriptMaps=\"" + text + "\"\n";
}

}  // namespace

World random_world(std::mt19937& random) {
  return Maker(random).make();
}

std::string World::ini() const {
  std::string text = "[Types]\n";
  for (const WorldBinding& binding : bindings) {
    text += binding.extension;
    if (!binding.application.empty())
      text += ":/LM/W3SVC/" + std::to_string(binding.site) + "/ROOT" +
              (binding.application == "/" ? "" : binding.application);
    else if (binding.site != 0)
      text += ":" + std::to_string(binding.site);
    text += "=Pool " + std::to_string(binding.pool) + "\n";
  }
  for (int i = 0; i < pools; ++i)
    text += "[Pool " + std::to_string(i) + "]\nExePath=C:\\pool" + std::to_string(i) + ".exe\n";
  return text;
}

std::string World::metabase() const {
  std::string text =
      "<?xml version =\"1.0\"?>\n<configuration>\n<MBProperty>\n<IIsWebService\tLocation "
      "=\"/LM/W3SVC\"\n"
      "\t\tAccessFlags=\"AccessRead | AccessScript\"\n" +
      (service_maps ? script_maps(*service_maps) : "") + "\t>\n</IIsWebService>\n";
  for (const WorldSite& site : sites) {
    if (!site.in_metabase) continue;
    const std::string path = "/LM/W3SVC/" + std::to_string(site.id);
    text += "<IIsWebServer\tLocation =\"" + path + "\"\n\t>\n</IIsWebServer>\n";
    for (const auto& [folder, node] : site.nodes) {
      text += "<IIsWebVirtualDir\tLocation =\"" + path + "/ROOT" + folder + "\"\n";
      if (node.is_application) text += "\t\tAppRoot=\"" + path + "/ROOT" + folder + "\"\n";
      if (node.access) text += "\t\tAccessFlags=\"" + std::to_string(*node.access) + "\"\n";
      if (node.maps) text += script_maps(*node.maps);
      text += "\t>\n</IIsWebVirtualDir>\n";
    }
  }
  return text + "</MBProperty>\n</configuration>\n";
}

std::string World::config() const {
  const std::string stock =
      "<add name=\"StaticFile\" path=\"*\" verb=\"*\" modules=\"StaticFileModule\" "
      "resourceType=\"Either\" requireAccess=\"Read\" />";
  std::string list = "<handlers accessPolicy=\"" + access_policy + "\"";
  list += shape == 2 ? " />"
                     : ">\n<add name=\"TRACE\" path=\"*\" verb=\"TRACE\" "
                       "modules=\"ProtocolSupportModule\" />\n" +
                           stock + "\n</handlers>";
  std::string text =
      "<configuration>\n<configSections><sectionGroup name=\"system.webServer\"><section "
      "name=\"fastCgi\" />"
      "<section name=\"handlers\" "
      "/></sectionGroup></configSections>\n<system.applicationHost><sites>\n";
  for (const WorldSite& site : sites) {
    text += "<site name=\"" + site.name + "\" id=\"" + std::to_string(site.id) + "\">\n";
    for (const auto& [folder, node] : site.nodes)
      if (node.is_application)
        text += "<application path=\"" + (folder.empty() ? "/" : folder) + "\" />\n";
    text += "</site>\n";
  }
  text += "</sites></system.applicationHost>\n<system.webServer>\n<fastCgi />\n" +
          (shape == 1 ? list + "\n" : "") + "</system.webServer>\n";
  if (shape != 1)
    text += "<location path=\"" + std::string(shape == 2 ? "." : "") + "\">\n<system.webServer>\n" +
            list + "\n</system.webServer>\n</location>\n";
  for (const WorldSite& site : sites)
    if (site.clears)
      text += "<location path=\"" + site.name + "\">\n<system.webServer>\n<handlers>\n<clear />\n" +
              stock + "\n</handlers>\n</system.webServer>\n</location>\n";
  return text + "</configuration>\n";
}

}  // namespace fcgi6to7::test
