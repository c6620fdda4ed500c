package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.Client.FilePart;

/// The administrator's pages as a browser without scripts uses them, and what the web UI is told of the outcome.
@Timeout(60)
class SitePagesTest {

    private static final String SETTING = "/admin/app/setting/1/change/";
    private static final String HOSTILE = "\"><script>alert(1)</script>";

    @TempDir static Path data;
    static TestServer server;
    static Browser admin;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = Browser.at(server);
        admin.login(TestServer.ADMIN, TestServer.PASSWORD).expect(302);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void asAtFirst() {
        for (JsonNode map : settings().path("basemaps")) {
            admin.submit("/admin/app/basemap/" + map.path("id").asLong() + "/delete/", Map.of())
                    .expect(302);
        }
        admin.submit(SETTING, settingFields("Nadir", "app_logo-clear", "on")).expect(302);
    }

    private static JsonNode settings() {
        return server.anonymous().get("/api/settings/").expect(200).json();
    }

    private static Map<String, String> settingFields(String name, String... more) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("app_name", name);
        fields.put("theme", "1");
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    private static Map<String, String> basemap(String label, String... more) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("type", "tms");
        fields.put("url", "https://tiles.example.org/{z}/{x}/{y}.png");
        fields.put("label", label);
        fields.put("minzoom", "0");
        fields.put("maxzoom", "19");
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    @Test
    void threeBasemapsShipAndOneIsTheDefault(@TempDir Path fresh) {
        try (var another = TestServer.start(fresh, null)) {
            JsonNode maps =
                    another.anonymous().get("/api/settings/").expect(200).json().path("basemaps");
            assertThat(maps).hasSize(3);
            assertThat(maps.findValuesAsText("default")).containsExactly("true", "false", "false");
            assertThat(maps.findValuesAsText("url")).allMatch(url -> url.startsWith("https://"));
            assertThat(maps.findValuesAsText("attribution")).allMatch(text -> !text.isEmpty());
        }
    }

    @Test
    void strangersGoToTheLoginAndOthersAreRefused() {
        server.addUser("guest", "pw");
        Browser guest = Browser.at(server);
        guest.login("guest", "pw").expect(302);
        for (String path :
                List.of(
                        "/admin/",
                        SETTING,
                        "/admin/app/theme/",
                        "/admin/app/basemap/add/",
                        "/admin/app/plugin/")) {
            assertThat(Browser.at(server).get(path).expect(302).header("Location"))
                    .isEqualTo("/login/?next=" + path.replace("/", "%2F"));
            Client.Reply refused = guest.get(path).expect(403);
            assertThat(refused.header("Content-Type")).startsWith("text/html");
        }
        admin.get("/admin/app/nonsense/").expect(404);
    }

    @Test
    void staffNeedThePermissionAndNeverReachThemes() {
        Client root = server.admin();
        long id =
                root.post(
                                "/api/admin/users/",
                                Map.of("username", "clerk", "password", "pw", "is_staff", true))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
        Browser clerk = Browser.at(server);
        clerk.login("clerk", "pw").expect(302);
        assertThat(clerk.get("/admin/").expect(200).text())
                .contains("/admin/users/")
                .doesNotContain("/admin/app/");
        clerk.get("/admin/app/basemap/").expect(403);
        // 45 to 48 are add, change, delete and view of basemaps.
        long group =
                root.post(
                                "/api/admin/groups/",
                                Map.of("name", "Maps", "permissions", List.of(45, 46)))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
        root.patch("/api/admin/users/" + id + "/", Map.of("groups", List.of(group))).expect(200);
        clerk.get("/admin/app/basemap/").expect(200);
        clerk.submit("/admin/app/basemap/add/", basemap("By the clerk")).expect(302);
        long made = settings().path("basemaps").path(0).path("id").asLong();
        clerk.get("/admin/app/basemap/" + made + "/delete/").expect(403);
        clerk.get(SETTING).expect(403);
        clerk.get("/admin/app/theme/").expect(403);
        clerk.get("/admin/app/plugin/").expect(403);
    }

    @Test
    void settingsAreChangedByTheirForm() {
        admin.submit(
                        SETTING,
                        settingFields(
                                "Survey & Co",
                                "organization_name",
                                "Acme",
                                "organization_website",
                                "https://example.org/"))
                .expect(302);
        assertThat(settings().path("app_name").asText()).isEqualTo("Survey & Co");
        assertThat(settings().path("organization_name").asText()).isEqualTo("Acme");
        String page = admin.get(SETTING).expect(200).text();
        assertThat(page)
                .contains("value=\"Survey &amp; Co\"")
                .contains("value=\"https://example.org/\"");
    }

    @Test
    void thereIsOneRecordOfSettings() {
        admin.get("/admin/app/setting/add/").expect(403);
        Client.Reply second =
                admin.post(
                        "/admin/app/setting/add/",
                        Map.of(
                                "app_name",
                                "Second",
                                "csrfmiddlewaretoken",
                                admin.cookies().getOrDefault("csrftoken", "")));
        second.expect(403);
        admin.get("/admin/app/setting/2/change/").expect(404);
        admin.get("/admin/app/setting/1/delete/").expect(403);
        assertThat(settings().path("app_name").asText()).isEqualTo("Nadir");
    }

    @Test
    void whatIsWrongStandsAtItsFieldAndNothingIsStored() {
        Map<String, String> wrong =
                settingFields(" ", "organization_website", "javascript:alert(1)", "theme", "99");
        String page = admin.submit(SETTING, wrong).expect(200).text();
        assertThat(page)
                .contains("id=\"id_app_name_error\">This field is required.")
                .contains("id=\"id_organization_website_error\">Enter a valid URL.")
                .contains("id=\"id_theme_error\">Select a valid choice.")
                .contains("value=\"javascript:alert(1)\"");
        assertThat(settings().path("organization_website").asText()).isEmpty();
    }

    @Test
    void whatPeopleTypeIsNeverMarkup() {
        admin.submit(SETTING, settingFields(HOSTILE, "organization_name", HOSTILE)).expect(302);
        admin.submit("/admin/app/basemap/add/", basemap(HOSTILE, "attribution", HOSTILE))
                .expect(302);
        long id = settings().path("basemaps").path(0).path("id").asLong();
        admin.submit(
                        "/admin/app/theme/add/",
                        Map.of("name", HOSTILE, "css", "</textarea>" + HOSTILE))
                .expect(302);
        for (String path :
                List.of(
                        "/admin/app/setting/",
                        SETTING,
                        "/admin/app/theme/",
                        "/admin/app/theme/2/change/",
                        "/admin/app/theme/2/delete/",
                        "/admin/app/basemap/",
                        "/admin/app/basemap/" + id + "/change/",
                        "/admin/app/basemap/" + id + "/delete/")) {
            assertThat(admin.get(path).expect(200).text())
                    .as(path)
                    .doesNotContain("<script")
                    .contains("&lt;script&gt;");
        }
        admin.submit("/admin/app/theme/2/delete/", Map.of()).expect(302);
    }

    @Test
    void aFormFromElsewhereIsRefused() {
        admin.post(SETTING, settingFields("Taken over")).expect(403);
        admin.post("/admin/app/plugin/contours/disable/", Map.of()).expect(403);
        Client.Reply files =
                admin.withCookies().form(SETTING, settingFields("Taken over"), logo(picture(8, 8)));
        files.expect(403);
        var late = settingFields("Taken over", "csrfmiddlewaretoken", "wrong");
        admin.withCookies().form(SETTING, late, logo(picture(8, 8))).expect(403);
        assertThat(settings().path("app_name").asText()).isEqualTo("Nadir");
        assertThat(settings().path("logo").isNull()).isTrue();
    }

    @Test
    void nothingRunsInThesePages() {
        assertThat(admin.get(SETTING).expect(200).header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'unsafe-inline'; img-src 'self';");
    }

    @Test
    void aThemeIsMadeActivatedAndKeptWhileActive() {
        admin.submit(
                        "/admin/app/theme/add/",
                        Map.of(
                                "name", "Night shift",
                                "primary", "#112233",
                                "css", "body { margin: 0 }",
                                "html_footer", "<b>Acme</b>"))
                .expect(302);
        String list = admin.get("/admin/app/theme/").expect(200).text();
        String id = list.replaceAll("(?s).*theme/(\\d+)/change/\">Night shift.*", "$1");
        assertThat(settings().path("theme").has("primary")).isFalse();
        admin.submit(SETTING, settingFields("Nadir", "theme", id)).expect(302);
        JsonNode now = settings();
        assertThat(now.path("theme").path("primary").asText()).isEqualTo("#112233");
        assertThat(now.path("theme")).hasSize(1);
        assertThat(now.path("css").asText()).isEqualTo("body { margin: 0 }");
        assertThat(now.path("html_footer").asText()).isEqualTo("<b>Acme</b>");
        String path = "/admin/app/theme/" + id + "/";
        assertThat(admin.submit(path + "delete/", Map.of()).expect(400).text())
                .contains("is the active one");
        String refused =
                admin.submit(path + "change/", Map.of("name", "Default", "primary", "red;}"))
                        .expect(200)
                        .text();
        assertThat(refused).contains("Enter a colour such as");
        refused = admin.submit(path + "change/", Map.of("name", "Default")).expect(200).text();
        assertThat(refused).contains("id_name_error\">There is one of this name already.");
        server.admin()
                .patch("/api/settings/", Map.of("theme", Map.of("border", "#445566")))
                .expect(200);
        now = settings();
        assertThat(now.path("theme").toString()).isEqualTo("{\"border\":\"#445566\"}");
        assertThat(now.path("css").asText()).isEqualTo("body { margin: 0 }");
        admin.submit(SETTING, settingFields("Nadir")).expect(302);
        admin.submit(path + "delete/", Map.of()).expect(302);
        assertThat(settings().path("css").asText()).isEmpty();
        admin.get(path + "change/").expect(404);
    }

    private static List<String> defaults() {
        var labels = new java.util.ArrayList<String>();
        settings()
                .path("basemaps")
                .forEach(map -> {
                    if (map.path("default").asBoolean()) {
                        labels.add(map.path("label").asText());
                    }
                });
        return labels;
    }

    @Test
    void exactlyOneBasemapIsTheDefault() {
        String add = "/admin/app/basemap/add/";
        admin.submit(add, basemap("First")).expect(302);
        assertThat(defaults()).containsExactly("First");
        admin.submit(add, basemap("Second", "default", "on")).expect(302);
        admin.submit(add, basemap("Third")).expect(302);
        assertThat(defaults()).containsExactly("Second");
        long second = settings().path("basemaps").path(1).path("id").asLong();
        String path = "/admin/app/basemap/" + second + "/";
        admin.submit(path + "change/", basemap("Second again")).expect(302);
        assertThat(defaults()).containsExactly("Second again");
        admin.submit(path + "delete/", Map.of()).expect(302);
        assertThat(defaults()).containsExactly("First");
        assertThat(admin.submit(add, basemap("First")).expect(200).text())
                .contains("id_label_error\">There is one of this name already.");
    }

    @Test
    void whatABasemapIsIsToldToTheMap() {
        admin.submit(
                        "/admin/app/basemap/add/",
                        basemap(
                                "Parcels",
                                "type",
                                "wms",
                                "url",
                                "https://wms.example.org/ows",
                                "layers",
                                "parcels,roads",
                                "styles",
                                "thin",
                                "format",
                                "image/png",
                                "attribution",
                                "Survey office"))
                .expect(302);
        JsonNode map = settings().path("basemaps").path(0);
        assertThat(map.path("type").asText()).isEqualTo("wms");
        assertThat(map.path("layers").asText()).isEqualTo("parcels,roads");
        assertThat(map.path("maxzoom").asInt()).isEqualTo(19);
        assertThat(map.path("default").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    url, javascript:alert(1), Enter a URL
                    url, https://tiles.example.org/a.png, needs {z}
                    url, 'https://x/{z}/{x}/{y}"onload=', Enter a URL
                    url, file:///etc/passwd, Enter a URL
                    type, gopher, Select a valid choice
                    type, wms, names of its layers
                    maxzoom, 99, Enter a whole number
                    maxzoom, -1, Enter a whole number
                    maxzoom, 1e3, Enter a whole number
                    minzoom, 20, Must not be below
                    url, 'https://{s}.x.org/{z}/{x}/{y}', say what it stands for
                    subdomains, 'a b', letters
                    """)
    void aBasemapThatCannotWorkIsRefused(String field, String value, String sentence) {
        Map<String, String> fields = basemap("Broken");
        fields.put(field, value);
        assertThat(admin.submit("/admin/app/basemap/add/", fields).expect(200).text())
                .contains(sentence);
        assertThat(settings().path("basemaps")).isEmpty();
    }

    private static FilePart logo(byte[] content) {
        return new FilePart("app_logo", "logo.png", content);
    }

    private static byte[] picture(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        var pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, width / 2, height);
        pen.dispose();
        var png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return png.toByteArray();
    }

    private static Client.Reply upload(byte[] content) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("csrfmiddlewaretoken", Browser.hidden(admin.get(SETTING).expect(200)));
        fields.putAll(settingFields("Nadir"));
        return admin.withCookies().form(SETTING, fields, logo(content));
    }

    private static BufferedImage image(String path) throws IOException {
        Client.Reply reply = server.anonymous().get(path).expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("image/png");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        return ImageIO.read(new ByteArrayInputStream(reply.bytes()));
    }

    @Test
    void aLogoIsKeptInSeveralSizesAndReplaced() throws IOException {
        upload(picture(1600, 800)).expect(302);
        JsonNode first = settings();
        BufferedImage whole = image(first.path("logo").asText());
        assertThat(List.of(whole.getWidth(), whole.getHeight())).containsExactly(512, 256);
        assertThat(new Color(whole.getRGB(60, 128), true)).isEqualTo(Color.RED);
        assertThat(whole.getRGB(450, 128) >>> 24).as("see-through stays so").isZero();
        assertThat(image(first.path("logo_small").asText()).getWidth()).isEqualTo(72);
        assertThat(image(first.path("favicon").asText()).getWidth()).isEqualTo(32);
        admin.submit(SETTING, settingFields("Nadir")).expect(302);
        assertThat(settings()).isEqualTo(first);
        upload(picture(100, 100)).expect(302);
        assertThat(settings().path("logo")).isNotEqualTo(first.path("logo"));
        server.anonymous().get(first.path("logo").asText()).expect(404);
        admin.submit(SETTING, settingFields("Nadir", "app_logo-clear", "on")).expect(302);
        assertThat(settings().path("logo").isNull()).isTrue();
        try (Stream<Path> left = Files.list(data.resolve("media/settings"))) {
            assertThat(left).isEmpty();
        }
    }

    /// The head of a PNG of any size, and nothing of its pixels.
    private static byte[] announced(int width, int height) {
        byte[] png = picture(4, 4);
        var buffer = java.nio.ByteBuffer.wrap(png);
        buffer.putInt(16, width).putInt(20, height);
        var crc = new CRC32();
        crc.update(png, 12, 17);
        buffer.putInt(29, (int) crc.getValue());
        return png;
    }

    @Test
    void whatIsNoPictureIsRefusedAndTheOldOneStays() {
        upload(picture(64, 64)).expect(302);
        JsonNode before = settings();
        byte[] cut = java.util.Arrays.copyOf(picture(300, 300), 120);
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        for (byte[] bad :
                List.of(
                        svg.getBytes(StandardCharsets.UTF_8),
                        "GIF89a".getBytes(StandardCharsets.UTF_8),
                        "no picture".getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        announced(60_000, 60_000),
                        announced(-1, 5),
                        cut)) {
            assertThat(upload(bad).expect(200).text()).contains("id=\"id_app_logo_error\"");
        }
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void whatHidesBehindAPictureStaysBehind() {
        var both = new ByteArrayOutputStream();
        both.writeBytes(picture(64, 64));
        both.writeBytes("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        upload(both.toByteArray()).expect(302);
        byte[] kept = server.anonymous().get(settings().path("logo").asText()).bytes();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/settings/..%2F..%2Fnadir.db",
                "/media/settings/secret.key",
                "/media/CACHE/settings/..%2F..%2Fsecret.key",
                "/media/CACHE/settings/logo-0000-72.png"
            })
    void onlyTheLogoIsThere(String path) {
        upload(picture(64, 64)).expect(302);
        assertThat(server.anonymous().get(path).status()).isIn(400, 404);
    }

    @Test
    void aPluginThatIsOffIsNotThere() {
        Client api = server.admin();
        long project = server.project(api, "Plugins");
        long task = server.newTask(api, project, Map.of()).path("id").asLong();
        String link = "/api/plugins/shortlinks/task/" + task + "/shortlink";
        String id = api.post(link).expect(200).json().path("shortId").asText();
        assertThat(admin.get("/admin/app/plugin/shortlinks/disable/").expect(200).text())
                .contains("Disable shortlinks");
        api.post(link).expect(200);
        admin.submit("/admin/app/plugin/shortlinks/disable/", Map.of()).expect(302);
        assertThat(api.post(link).expect(404).json().path("detail").asText())
                .isEqualTo("Not found.");
        server.anonymous().get("/sm" + id).expect(404);
        admin.submit("/admin/app/plugin/shortlinks/enable/", Map.of()).expect(302);
        server.anonymous().get("/sm" + id).expect(302);
        for (String plugin : List.of("contours/contours/generate", "measure/volume")) {
            String name = plugin.substring(0, plugin.indexOf('/'));
            String path = "/api/plugins/" + plugin.replaceFirst("/", "/task/" + task + "/");
            admin.submit("/admin/app/plugin/" + name + "/disable/", Map.of()).expect(302);
            api.post(path, Map.of()).expect(404);
            admin.submit("/admin/app/plugin/" + name + "/enable/", Map.of()).expect(302);
            api.post(path, Map.of()).expect(200);
        }
        admin.get("/admin/app/plugin/objdetect/enable/").expect(404);
    }

    @Test
    void pluginsAreNeitherDeletedNorUploaded() {
        var fields =
                Map.of(
                        "csrfmiddlewaretoken",
                        Browser.hidden(admin.get("/admin/app/plugin/").expect(200)));
        assertThat(admin.post("/admin/app/plugin/measure/delete/", fields).expect(400).text())
                .contains("part of the program");
        Client.Reply refused =
                admin.withCookies()
                        .form(
                                "/admin/app/plugin/actions/upload/",
                                fields,
                                new FilePart("file", "plugin.zip", new byte[3 << 20]));
        assertThat(refused.expect(400).text()).contains("Python");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/plugins/objdetect/task/1/detect",
                "GET /api/plugins/objdetect/task/1/download/x",
                "POST /api/plugins/editshortlinks/task/1/shortlink",
                "GET /api/plugins/cesiumion/task/1/share",
                "POST /api/plugins/cesiumion/task/1/refresh",
                "POST /api/plugins/dronedb/importddb",
                "POST /api/plugins/lightning/save_api_key",
                "GET /api/plugins/tasknotification/",
                "GET /plugins/diagnostic/",
                "GET /plugins/posm-gcpi/",
                "POST /plugins/lightning/save_api_key",
                "GET /plugins/lightning/is_lightning_node",
                "GET /plugins/fullscreen/main.js",
                "GET /plugins/hello-world/"
            })
    void pluginsThatAreNotThereAnswer404(String call) {
        String[] words = call.split(" ");
        for (Client client : List.of(server.anonymous(), server.admin())) {
            Client.Reply reply =
                    words[0].equals("GET") ? client.get(words[1]) : client.post(words[1]);
            assertThat(reply.expect(404).json().toString())
                    .isEqualTo("{\"detail\":\"Not found.\"}");
        }
    }

    @Test
    void developersToolsAreThereForNobody() {
        for (Client client : List.of(server.anonymous(), server.admin())) {
            client.get("/dev-tools/").expect(404);
            client.get("/dev-tools/reload/translations").expect(404);
            client.post("/dev-tools/reload").expect(404);
        }
    }

    @Test
    void theCatalogueOfTextsIsAScript() {
        Client.Reply script = server.anonymous().get("/jsi18n/").expect(200);
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.text()).contains("gettext").contains("interpolate");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    de,       /dashboard/?a=1,      de,    /dashboard/?a=1
                    pt-br,    /about/,              pt-br, /about/
                    en,       https://evil.example, en,    /dashboard/
                    en,       //evil.example,       en,    /dashboard/
                    en,       /\\evil.example,       en,    /dashboard/
                    'x;y=1',  /about/,              '',    /about/
                    '<b>',    /about/,              '',    /about/
                    en,       ,                     en,    /
                    """)
    void aLanguageIsRememberedAndOnlyThisSiteFollows(
            String language, @Nullable String next, String cookie, String location) {
        Browser browser = Browser.at(server);
        var fields = new LinkedHashMap<String, String>();
        fields.put("csrfmiddlewaretoken", Browser.hidden(browser.get("/login/").expect(200)));
        fields.put("language", language);
        if (next != null) {
            fields.put("next", next);
        }
        Client.Reply reply = browser.post("/i18n/setlang/", fields).expect(302);
        assertThat(reply.header("Location")).isEqualTo(location);
        assertThat(browser.cookies().getOrDefault("django_language", "")).isEqualTo(cookie);
        Browser.at(server).post("/i18n/setlang/", fields).expect(403);
    }
}
