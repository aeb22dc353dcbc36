package org.vibrissa.datapath.internal.core;

import java.util.Locale;
import org.vibrissa.datapath.internal.bpf.DropReason;

/** Drop reasons for people: Hubble's numbers, names as its clients print them. */
public final class DropReasons {
    private DropReasons() {}

    /** {@code Invalid source ip} for 132; {@code reason 250} for a number without a name. */
    public static String name(int number) {
        for (DropReason reason : DropReason.values()) {
            if (reason.value() == number) {
                String words =
                        reason.name()
                                .replaceFirst("^(VIB_)?DROP_", "")
                                .replace('_', ' ')
                                .toLowerCase(Locale.ROOT);
                return Character.toUpperCase(words.charAt(0)) + words.substring(1);
            }
        }
        return "reason " + number;
    }
}
