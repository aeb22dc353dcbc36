package org.vibrissa.bpf.internal.link;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vibrissa.bpf.internal.kernel.Clsact;

/** Names of link pins. A clsact filter is not a link: its pin is its program's and tells where. */
final class PinNames {
    private static final Pattern LINK = Pattern.compile("[A-Za-z0-9_-]{1,60}");
    private static final Pattern CLSACT =
            Pattern.compile("(c|u)_(.+)__(\\d+)_(in|eg)_(\\d+)_q([01])");

    private PinNames() {}

    /**
     * A clsact filter as its pin tells it.
     *
     * @param name the link's name
     * @param place where it is
     * @param ownQdisc whether the loader made the qdisc
     * @param survives false when it must not outlive its bundle
     */
    record Filter(String name, Clsact.Place place, boolean ownQdisc, boolean survives) {
        String fileName() {
            return String.format(
                    "%s_%s__%d_%s_%d_q%d",
                    survives ? "c" : "u",
                    name,
                    place.ifindex(),
                    place.egress() ? "eg" : "in",
                    place.preference(),
                    ownQdisc ? 1 : 0);
        }
    }

    static String check(String name) {
        if (!LINK.matcher(name).matches() || name.contains("__")) {
            throw new IllegalArgumentException(
                    "pin name '" + name + "' is not 1..60 of A-Z a-z 0-9 _ - without __");
        }
        return name;
    }

    /** The name of a link by its pin. */
    static String linkName(Path pin) {
        String file = pin.getFileName().toString();
        return filter(pin).map(Filter::name).orElseGet(() -> file.substring(2));
    }

    static Optional<Filter> filter(Path pin) {
        Matcher m = CLSACT.matcher(pin.getFileName().toString());
        return m.matches()
                ? Optional.of(
                        new Filter(
                                m.group(2),
                                new Clsact.Place(
                                        Integer.parseInt(m.group(3)),
                                        m.group(4).equals("eg"),
                                        Integer.parseInt(m.group(5))),
                                m.group(6).equals("1"),
                                m.group(1).equals("c")))
                : Optional.empty();
    }
}
