package org.vibrissa.routing.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Links;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.runtime.AtomicFile;

/**
 * The kernel's reverse path filter on underlay devices. A packet of another host's endpoint comes
 * in by the underlay while the route back leads into the datapath: a strict filter drops it, a
 * loose one lets it pass. What was before is kept in a file that lasts as long as the settings do,
 * to the next boot, by the device's index: a name may change. Not thread safe.
 */
final class ReversePath {
    private static final String STRICT = "1";
    private static final String LOOSE = "2";

    /** The kernel's settings below {@code net.}. */
    interface Settings {
        String read(String key);

        void write(String key, String value);
    }

    private final Settings settings;
    private final Links links;
    private final Path file;
    private final Map<Integer, String> before = new TreeMap<>();

    ReversePath(Settings settings, Links links, Path file) {
        this.settings = settings;
        this.links = links;
        this.file = file;
        if (Files.exists(file)) {
            Properties lines = new Properties();
            try (var in = Files.newBufferedReader(file)) {
                lines.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            lines.forEach(
                    (index, value) ->
                            before.put(Integer.valueOf(index.toString()), value.toString()));
        }
    }

    /** Makes the filter loose where it is strict; the kernel takes the larger of all and device. */
    void loosen(Set<Integer> ifindexes) {
        boolean strictForAll = settings.read(key("all")).equals(STRICT);
        for (int index : ifindexes) {
            links.find(index).ifPresent(link -> loosen(link, strictForAll));
        }
    }

    private void loosen(Link link, boolean strictForAll) {
        try {
            String now = settings.read(key(link.name()));
            if (now.equals(STRICT) || strictForAll && !now.equals(LOOSE)) {
                if (before.putIfAbsent(link.index(), now) == null) {
                    save();
                }
                settings.write(key(link.name()), LOOSE);
            }
        } catch (NetlinkException e) {
            if (!e.isAbsent()) {
                throw e;
            }
        }
    }

    /** By device, what the user had. */
    Map<String, String> before() {
        Map<String, String> names = new TreeMap<>();
        before.forEach(
                (index, value) ->
                        links.find(index).ifPresent(link -> names.put(key(link.name()), value)));
        return names;
    }

    /** Puts all back; the setting of a device that is gone went with it. */
    void restore() {
        before().forEach(
                        (key, value) -> {
                            try {
                                settings.write(key, value);
                            } catch (NetlinkException e) {
                                if (!e.isAbsent()) {
                                    throw e;
                                }
                            }
                        });
        if (!before.isEmpty()) {
            before.clear();
            save();
        }
    }

    private void save() {
        StringBuilder text = new StringBuilder();
        before.forEach((index, value) -> text.append(index).append('=').append(value).append('\n'));
        try {
            AtomicFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** With slashes: a device's name may have a dot. */
    private static String key(String device) {
        return "net/ipv4/conf/" + device + "/rp_filter";
    }
}
