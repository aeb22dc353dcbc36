package org.vibrissa.bpf.internal.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vibrissa.bpf.MapMigration;

/** A converter of single values, for lists of one value per CPU. */
record Conversion<K, V, L, W>(MapMigration.Converter<K, V, L, W> converter) {
    L key(K old) {
        return converter.key(old);
    }

    /** The new values; empty when the converter does not take the entry over. */
    Optional<List<W>> values(K key, List<V> old) {
        return each(old, v -> converter.value(key, v));
    }

    Optional<K> keyBack(L key) {
        return converter.keyBack(key);
    }

    Optional<List<V>> valuesBack(L key, List<W> values) {
        return each(values, v -> converter.valueBack(key, v));
    }

    private static <A, B> Optional<List<B>> each(List<A> in, Function<A, Optional<B>> convert) {
        List<B> out = new ArrayList<>(in.size());
        for (A value : in) {
            Optional<B> converted = convert.apply(value);
            if (converted.isEmpty()) {
                return Optional.empty();
            }
            out.add(converted.get());
        }
        return Optional.of(out);
    }

    /** What the new map is to hold; empty when the converter does not take the entry over. */
    Optional<List<W>> merge(
            K key, Optional<List<V>> atCopy, List<V> now, Optional<List<W>> newNow) {
        return values(key, now)
                .map(
                        converted -> {
                            List<W> merged = new ArrayList<>(now.size());
                            for (int i = 0; i < now.size(); i++) {
                                int cpu = i;
                                merged.add(
                                        converter.merge(
                                                key,
                                                atCopy.map(l -> l.get(cpu)),
                                                now.get(cpu),
                                                newNow.map(l -> l.get(cpu)),
                                                converted.get(cpu)));
                            }
                            return merged;
                        });
    }
}
