package org.vibrissa.ipfix.internal.record;

import java.util.ArrayList;
import java.util.List;

/** The templates in use. Immutable. */
final class Layout {
    private final Template ipv4;
    private final Template ipv6;
    private final Template link;

    /**
     * Chooses the fields.
     *
     * @param own whether the enterprise's are among them
     */
    Layout(boolean own) {
        ipv4 = new Template(256, fields(StandardFields.ipv4(), true, own));
        ipv6 = new Template(257, fields(StandardFields.ipv6(), true, own));
        link = new Template(258, fields(StandardFields.link(), false, own));
    }

    private static List<Field> fields(List<Field> addresses, boolean transport, boolean own) {
        List<Field> fields = new ArrayList<>(addresses);
        if (transport) {
            fields.addAll(StandardFields.transport());
        }
        fields.addAll(StandardFields.always());
        if (own) {
            fields.addAll(OwnFields.all());
        }
        return fields;
    }

    List<Template> templates() {
        return List.of(ipv4, ipv6, link);
    }

    /** The template for the address family 4, 6 or none. */
    Template of(int family) {
        return switch (family) {
            case 4 -> ipv4;
            case 6 -> ipv6;
            default -> link;
        };
    }
}
