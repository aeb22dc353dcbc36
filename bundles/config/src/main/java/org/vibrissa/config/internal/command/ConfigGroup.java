package org.vibrissa.config.internal.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vibrissa.config.Change;
import org.vibrissa.config.ChangeClass;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.ConfigurationRejected;
import org.vibrissa.config.Key;
import org.vibrissa.config.Setting;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Table;

/** What the {@code config} commands have in common. */
final class ConfigGroup {
    static final String SECTION = "Daemon";
    static final Map<String, String> GROUPS = Map.of("config", "Show and change configuration");

    private ConfigGroup() {}

    static String word(ChangeClass changeClass) {
        return changeClass.name().toLowerCase(Locale.ROOT);
    }

    /** The type, with an enum's values. */
    static String type(Key key) {
        String type = key.type().name().toLowerCase(Locale.ROOT);
        return key.values().isEmpty() ? type : type + ": " + String.join(", ", key.values());
    }

    static Setting setting(Configuration configuration, String key) {
        return configuration
                .setting(key)
                .orElseThrow(
                        () -> {
                            List<String> nearest = configuration.nearest(key);
                            String step =
                                    nearest.isEmpty()
                                            ? "See: vibrissa config keys"
                                            : "Did you mean " + String.join(" or ", nearest) + "?";
                            return CommandFailed.failed("unknown key '" + key + "'", step);
                        });
    }

    static Map<String, Object> document(Setting setting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", setting.key().name());
        document.put("value", setting.value());
        document.put("class", word(setting.key().changeClass()));
        document.put("origin", setting.origin());
        setting.pending().ifPresent(value -> document.put("pending", value));
        return document;
    }

    static Table<Change> changes(List<Change> changes) {
        return Table.of(changes)
                .column("KEY", "key", c -> c.key().name())
                .column("BEFORE", "before", Change::before)
                .column("AFTER", "after", Change::after)
                .column("EFFECT", "effect", Change::effect)
                .whenEmpty("No problem and no change.");
    }

    static CommandFailed failed(ConfigurationRejected rejected) {
        return CommandFailed.failed(rejected.getMessage(), "Nothing was changed.")
                .causedBy(rejected);
    }
}
