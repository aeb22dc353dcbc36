package org.vibrissa.config.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** Hands values to components: one Configuration Admin object per PID. Used under one lock. */
final class Outlet {
    private final ConfigurationAdmin admin;
    private final Map<String, Map<String, String>> handedOut = new HashMap<>();

    Outlet(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Puts these values in force; a PID whose values are the same is left alone. */
    void put(Collection<Resolved> values) {
        Map<String, Map<String, Resolved>> perPid = new TreeMap<>();
        for (Resolved value : values) {
            perPid.computeIfAbsent(value.key().pid(), pid -> new TreeMap<>())
                    .put(value.key().property(), value);
        }
        perPid.forEach(this::update);
    }

    private void update(String pid, Map<String, Resolved> values) {
        Map<String, String> texts = new HashMap<>();
        Map<String, Object> properties = new HashMap<>();
        values.forEach(
                (property, value) -> {
                    texts.put(property, value.text());
                    properties.put(property, value.value());
                });
        if (texts.equals(handedOut.get(pid))) {
            return;
        }
        try {
            // What is in force already, because this bundle alone started anew, moves no component.
            admin.getConfiguration(pid, "?")
                    .updateIfDifferent(FrameworkUtil.asDictionary(properties));
            handedOut.put(pid, texts);
        } catch (IOException e) {
            throw new IllegalStateException("cannot hand configuration to " + pid, e);
        }
    }
}
