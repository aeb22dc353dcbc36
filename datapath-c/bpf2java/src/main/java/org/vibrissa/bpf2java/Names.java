package org.vibrissa.bpf2java;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** How C names become Java names. */
final class Names {
    /** Simple names that generated sources use themselves. */
    private static final Set<String> TAKEN =
            Set.of(
                    "Arrays",
                    "Boolean",
                    "ByteBuffer",
                    "ByteOrder",
                    "Codec",
                    "Double",
                    "Enum",
                    "Float",
                    "HexFormat",
                    "Integer",
                    "Layout",
                    "List",
                    "Long",
                    "Maps",
                    "Object",
                    "Objects",
                    "Optional",
                    "Override",
                    "PlainCodecs",
                    "Record",
                    "Short",
                    "String",
                    "StructCodec",
                    "System",
                    "IllegalArgumentException");

    /** Names a record component may not have (JLS 8.10.1). */
    private static final Set<String> NO_COMPONENT =
            Set.of(
                    "clone",
                    "finalize",
                    "getClass",
                    "hashCode",
                    "notify",
                    "notifyAll",
                    "toString",
                    "wait");

    private final String strip;

    Names(String strip) {
        this.strip = strip;
    }

    /** {@code vib_ct4_key} as {@code Ct4Key}. */
    String className(String c) {
        String name = camel(stripped(c), true);
        return TAKEN.contains(name) || !SourceVersion.isIdentifier(name) ? name + "Type" : name;
    }

    /** {@code src_id} as {@code srcId}. */
    String fieldName(String c) {
        String name = camel(c, false);
        if (!SourceVersion.isIdentifier(name)) {
            name = "_" + name;
        }
        return SourceVersion.isKeyword(name) || name.equals("_") || NO_COMPONENT.contains(name)
                ? name + "_"
                : name;
    }

    /** {@code vib_ct4} as {@code CT4}. */
    String constantName(String c) {
        String name = stripped(c).replace('.', '_').toUpperCase(Locale.ROOT);
        return SourceVersion.isIdentifier(name) ? name : "_" + name;
    }

    /** The C name without the prefix, in whatever case the prefix is written. */
    String stripped(String c) {
        boolean has =
                c.length() > strip.length() && c.regionMatches(true, 0, strip, 0, strip.length());
        return has ? c.substring(strip.length()) : c;
    }

    private static String camel(String c, boolean first) {
        StringBuilder name = new StringBuilder();
        boolean upper = first;
        for (int i = 0; i < c.length(); i++) {
            char letter = c.charAt(i);
            if (letter == '_' || letter == '.') {
                upper = upper || !name.isEmpty();
            } else {
                name.append(upper ? Character.toUpperCase(letter) : letter);
                upper = false;
            }
        }
        String text = name.isEmpty() ? c : name.toString();
        // A name in capitals only, such as MTU, is not camel case of anything.
        boolean capitals = !first && text.equals(text.toUpperCase(Locale.ROOT));
        return capitals ? text.toLowerCase(Locale.ROOT) : text;
    }
}
