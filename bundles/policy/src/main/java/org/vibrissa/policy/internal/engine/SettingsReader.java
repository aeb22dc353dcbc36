package org.vibrissa.policy.internal.engine;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vibrissa.config.Configuration;
import org.vibrissa.config.Setting;

/** The engine's settings from those of this component and the ports of the tunnels. */
final class SettingsReader {
    private SettingsReader() {}

    static EngineSettings read(Settings settings, Configuration configuration) {
        return new EngineSettings(
                switch (settings.enforcement_mode()) {
                    case "always" -> EngineSettings.Mode.ALWAYS;
                    case "never" -> EngineSettings.Mode.NEVER;
                    default -> EngineSettings.Mode.DEFAULT;
                },
                settings.audit_mode(),
                settings.deny_response().equals("reject"),
                settings.allow_localhost().equals("always"),
                new HostPaths(
                        Stream.of("overlay.vxlan.port", "overlay.geneve.port")
                                .flatMap(key -> configuration.setting(key).stream())
                                .map(SettingsReader::port)
                                .collect(Collectors.toSet())));
    }

    private static int port(Setting setting) {
        return Integer.parseInt(setting.value());
    }
}
