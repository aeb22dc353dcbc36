package org.vibrissa.hubble.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/** What was encoded once and comes again, such as names of devices. For one thread. */
final class EncodedNames {
    private static final int KEPT = 4096;

    private final Map<String, byte[]> texts = new HashMap<>();

    byte[] text(String value) {
        byte[] known = texts.get(value);
        if (known == null) {
            if (texts.size() >= KEPT) {
                texts.clear();
            }
            known = value.getBytes(StandardCharsets.UTF_8);
            texts.put(value, known);
        }
        return known;
    }

    /** The same for objects that are shared as long as they hold. */
    static final class Of<T> {
        private final Function<T, byte[]> encode;
        private final IdentityHashMap<T, byte[]> known = new IdentityHashMap<>();

        Of(Function<T, byte[]> encode) {
            this.encode = encode;
        }

        byte[] get(T value) {
            byte[] bytes = known.get(value);
            if (bytes == null) {
                if (known.size() >= KEPT) {
                    known.clear();
                }
                bytes = encode.apply(value);
                known.put(value, bytes);
            }
            return bytes;
        }
    }
}
