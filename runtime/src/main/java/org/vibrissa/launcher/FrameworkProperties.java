package org.vibrissa.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the framework is told. */
final class FrameworkProperties {
    /** Prefix of settings fixed by options of {@code vibrissa run}; the key follows. */
    static final String SETTING = "vibrissa.set.";

    private FrameworkProperties() {}

    static Map<String, Object> of(
            Distribution distribution, Path cache, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("org.osgi.framework.storage", cache.toString());
        all.put(
                "org.osgi.framework.startlevel.beginning",
                Integer.toString(StartLevels.INFRASTRUCTURE));
        all.put("org.osgi.framework.system.packages.extra", distribution.systemPackages());
        all.put("felix.service.urlhandlers", "false");
        all.put("felix.bootdelegation.implicit", "false");
        all.put("felix.log.logger", new FrameworkLog());
        all.put("felix.log.level", "2");
        // Configuration lives in the YAML files alone; the bundle that reads them hands it out.
        all.put("felix.cm.pm", "memory");
        all.put("ds.loglevel", "2");
        settings.forEach((key, value) -> all.put(SETTING + key, value));
        return all;
    }
}
