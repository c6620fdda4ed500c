package org.nadir.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.PermissionCatalog;
import org.nadir.server.account.UserChange;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;

/// Reads the fields of users and of permissions, and says all that is wrong with them.
final class UserForm {

    /// Stands for the password in everything that is read. Sent back it changes nothing, so that what was read can be put.
    static final String HIDDEN_PASSWORD = "********";

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}@.+_-]{1,150}");
    private static final Pattern EMAIL =
            Pattern.compile(
                    "[^\\s@\\p{Cntrl}\"<>,;:\\\\]{1,64}@[\\p{L}\\p{N}]([\\p{L}\\p{N}.-]{0,188})");

    private final Fields fields;
    private final FieldReader reader;
    private final Map<String, Object> columns = new LinkedHashMap<>();

    private UserForm(Fields fields) {
        this.fields = fields;
        this.reader = new FieldReader(fields);
    }

    /// A new user. Forms that do not say whether the user is active mean no, as an unticked box does.
    static UserChange created(Fields fields, Accounts accounts) {
        var form = new UserForm(fields);
        if (fields.isForm()) {
            form.columns.put("is_active", false);
        }
        form.reader.require("username").require("password");
        return form.read(accounts, true);
    }

    /// @param whole whether it replaces the user, and so must name it
    static UserChange changed(Fields fields, boolean whole, Accounts accounts) {
        var form = new UserForm(fields);
        if (whole) {
            form.reader.require("username");
        }
        return form.read(accounts, false);
    }

    private UserChange read(Accounts accounts, boolean create) {
        var groups = new AtomicReference<@Nullable List<Long>>();
        var permissions = new AtomicReference<@Nullable List<String>>();
        var password = new AtomicReference<@Nullable String>();
        names();
        reader.flag("is_superuser", flag -> columns.put("is_superuser", flag))
                .flag("is_staff", flag -> columns.put("is_staff", flag))
                .flag("is_active", flag -> columns.put("is_active", flag))
                .ids("groups", groups::set)
                .text("password", 4096, text -> password.set(password(text, create)));
        permissions(reader, "user_permissions", permissions);
        reader.check();
        String plain = password.get();
        if (plain != null) {
            columns.put("password", accounts.hash(plain));
        }
        return new UserChange(columns, groups.get(), permissions.get());
    }

    private void names() {
        reader.name("username", 150, name -> columns.put("username", username(name)))
                .text("email", 254, text -> columns.put("email", email(text.strip())))
                .text("first_name", 150, name -> columns.put("first_name", name.strip()))
                .text("last_name", 150, name -> columns.put("last_name", name.strip()));
    }

    private String username(String name) {
        if (!USERNAME.matcher(name).matches()) {
            reader.error(
                    "username",
                    "Enter a valid username. It may hold letters, digits and @ . + - _ only.");
        }
        return name;
    }

    private String email(String text) {
        if (!text.isEmpty() && !EMAIL.matcher(text).matches()) {
            reader.error("email", "Enter a valid email address.");
        }
        return text;
    }

    private @Nullable String password(String text, boolean create) {
        if (text.isEmpty()) {
            reader.error("password", "This field may not be blank.");
        }
        if (!text.equals(HIDDEN_PASSWORD)) {
            return text;
        }
        if (create) {
            reader.error("password", "Choose another password.");
        }
        return null;
    }

    /// Permissions by their ids in the catalogue.
    static void permissions(
            FieldReader reader, String field, AtomicReference<@Nullable List<String>> keys) {
        reader.ids(
                field,
                ids -> {
                    var found = new ArrayList<String>();
                    for (long id : ids) {
                        PermissionCatalog.key(id)
                                .ifPresentOrElse(
                                        found::add,
                                        () ->
                                                reader.error(
                                                        field,
                                                        "Invalid pk \""
                                                                + id
                                                                + "\" - object does not exist."));
                    }
                    keys.set(found);
                });
    }
}
