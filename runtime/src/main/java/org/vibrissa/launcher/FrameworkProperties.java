package org.vibrissa.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the framework is told. */
final class FrameworkProperties {
    /** Lines {@code key=value} of settings that options of {@code vibrissa run} fix. */
    static final String OPTION_SETTINGS = "vibrissa.settings.options";

    /** Lines {@code key=value} of settings that the feature makes. */
    static final String FEATURE_SETTINGS = "vibrissa.settings.feature";

    private FrameworkProperties() {}

    static Map<String, Object> of(
            Distribution distribution, Path cache, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("org.osgi.framework.storage", cache.toString());
        all.put(
                "org.osgi.framework.startlevel.beginning",
                Integer.toString(StartLevels.INFRASTRUCTURE));
        // Netty's native library looks up a class of sun.nio.ch.
        all.put(
                "org.osgi.framework.system.packages.extra",
                distribution.systemPackages() + ",sun.nio.ch");
        all.put("felix.service.urlhandlers", "false");
        // Bundles are few and resolved once: handing parts to threads costs more than it saves.
        all.put("felix.resolver.parallelism", "1");
        all.put("felix.bootdelegation.implicit", "false");
        all.put("felix.log.logger", new FrameworkLog());
        all.put("felix.log.level", "2");
        // Configuration lives in the YAML files alone; the bundle that reads them hands it out.
        all.put("felix.cm.pm", "memory");
        all.put("ds.loglevel", "2");
        all.put(OPTION_SETTINGS, lines(settings));
        all.put(FEATURE_SETTINGS, lines(distribution.settings()));
        return all;
    }

    private static String lines(Map<String, String> settings) {
        return String.join(
                "\n",
                settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    }
}
