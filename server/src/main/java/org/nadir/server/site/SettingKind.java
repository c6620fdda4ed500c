package org.nadir.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Upload;

/// The one record of settings.
final class SettingKind implements RecordKind {

    private static final long ID = 1;
    private static final String THEME = "theme";
    private static final String CLEAR = Settings.LOGO + "-clear";

    private final Settings settings;
    private final LogoStore logos;

    SettingKind(Settings settings, LogoStore logos) {
        this.settings = settings;
        this.logos = logos;
    }

    @Override
    public String name() {
        return "setting";
    }

    @Override
    public String one() {
        return "settings";
    }

    @Override
    public String many() {
        return "Settings";
    }

    @Override
    public boolean superOnly() {
        return false;
    }

    @Override
    public boolean open() {
        return false;
    }

    @Override
    public List<FormField> fields() {
        var themes = new LinkedHashMap<String, String>();
        settings.themes()
                .list()
                .forEach(theme -> themes.put(Long.toString(theme.id()), theme.name()));
        return List.of(
                FormField.line(
                                Settings.APP_NAME,
                                "Application name",
                                100,
                                "Stands in the header of every page.")
                        .mandatory(),
                FormField.picture(
                        Settings.LOGO,
                        "Logo",
                        "PNG or JPEG, best a square of 512 pixels. Nothing chosen leaves it as it is."),
                FormField.flag(CLEAR, "Remove the logo", ""),
                FormField.line(Settings.ORGANIZATION_NAME, "Organisation name", 100, ""),
                FormField.line(
                        Settings.ORGANIZATION_WEBSITE, "Organisation website", 500, "https://…"),
                FormField.choice(THEME, "Theme", themes));
    }

    @Override
    public List<Line> list() {
        return List.of(new Line(ID, settings.text(Settings.APP_NAME), ""));
    }

    @Override
    public Map<String, String> blank() {
        return Map.of();
    }

    @Override
    public Optional<Map<String, String>> find(long id) {
        if (id != ID) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (String name : texts()) {
            values.put(name, settings.text(name));
        }
        String logo = settings.text(Settings.LOGO);
        values.put(Settings.LOGO, logo.isEmpty() ? "" : LogoRoutes.address(logo));
        values.put(THEME, Long.toString(settings.activeTheme().id()));
        return Optional.of(values);
    }

    private static List<String> texts() {
        return List.of(
                Settings.APP_NAME, Settings.ORGANIZATION_NAME, Settings.ORGANIZATION_WEBSITE);
    }

    @Override
    public void save(@Nullable Long id, Sent sent) throws IOException {
        if (!SettingsRoutes.WEBSITE.matcher(sent.value(Settings.ORGANIZATION_WEBSITE)).matches()) {
            sent.errors().error(Settings.ORGANIZATION_WEBSITE, "Enter a valid URL.");
        }
        sent.errors().check();
        var changes = new LinkedHashMap<String, JsonNode>();
        texts().forEach(name -> changes.put(name, TextNode.valueOf(sent.value(name))));
        String before = settings.text(Settings.LOGO);
        String logo = logo(sent, before);
        changes.put(Settings.LOGO, TextNode.valueOf(logo));
        changes.put(Settings.ACTIVE_THEME, LongNode.valueOf(Long.parseLong(sent.value(THEME))));
        settings.write(changes);
        if (!logo.equals(before)) {
            logos.delete(before);
        }
    }

    /// The name of the logo from now on; empty for none.
    private String logo(Sent sent, String before) throws IOException {
        Upload upload = sent.upload();
        for (Upload.UploadedFile file : upload.files()) {
            if (file.partName().equals(Settings.LOGO)) {
                return logos.keep(upload.path(file));
            }
        }
        String clear = sent.value(CLEAR);
        return FormField.isOn(clear) ? "" : before;
    }

    @Override
    public void delete(long id) {
        throw new IllegalStateException("The settings cannot be deleted");
    }
}
