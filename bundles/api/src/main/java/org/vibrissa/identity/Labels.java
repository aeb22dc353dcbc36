package org.vibrissa.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vibrissa.net.IpPrefix;

/**
 * A set of labels in one order: by source, key, value as text. Immutable; a source has a key once.
 * Equal sets have equal {@link #canonical()} texts on every host.
 */
public final class Labels implements Iterable<Label> {
    /** No label. */
    public static final Labels NONE = new Labels(List.of());

    private final List<Label> sorted;
    private final String canonical;

    /** Made at the first question; two threads may both make it, and make the same. */
    private String hash = "";

    private Labels(List<Label> sorted) {
        this.sorted = sorted;
        this.canonical = sorted.stream().map(label -> label + ";").collect(Collectors.joining());
    }

    /**
     * The set of these.
     *
     * @throws IllegalArgumentException when one source says two values of one key
     */
    public static Labels of(Collection<Label> labels) {
        SortedSet<Label> set = new TreeSet<>(labels);
        Label before = null;
        for (Label label : set) {
            if (before != null
                    && before.source() == label.source()
                    && before.key().equals(label.key())) {
                throw new IllegalArgumentException(before + " and " + label + " contradict");
            }
            before = label;
        }
        return set.isEmpty() ? NONE : new Labels(List.copyOf(set));
    }

    public static Labels of(Label... labels) {
        return of(List.of(labels));
    }

    /**
     * Reads texts such as {@code any:org=empire}.
     *
     * @throws IllegalArgumentException when one is no label, or two contradict
     */
    public static Labels parse(Collection<String> texts) {
        return of(texts.stream().map(Label::parse).toList());
    }

    /** Those that pass. */
    public Labels only(Predicate<Label> filter) {
        List<Label> left = sorted.stream().filter(filter).toList();
        return left.size() == sorted.size() ? this : of(left);
    }

    /** Whether a selector's label matches one of these. */
    public boolean matches(Label selector) {
        for (Label label : sorted) {
            if (selector.matches(label)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The values of a selector's key: none when no label has it, several when several sources say
     * it.
     */
    public List<String> values(LabelSource selector, String key) {
        return sorted.stream()
                .filter(label -> label.key().equals(key) && Label.says(selector, label.source()))
                .map(Label::value)
                .distinct()
                .toList();
    }

    public boolean contains(Label label) {
        return sorted.contains(label);
    }

    /** Whether one of these is {@code reserved:NAME}. */
    public boolean isReserved(String name) {
        return sorted.stream()
                .anyMatch(l -> l.source() == LabelSource.RESERVED && l.key().equals(name));
    }

    /** The prefix when these are of one. */
    public Optional<IpPrefix> prefix() {
        return sorted.stream().flatMap(label -> label.prefix().stream()).findFirst();
    }

    public boolean isEmpty() {
        return sorted.isEmpty();
    }

    public int size() {
        return sorted.size();
    }

    public Stream<Label> stream() {
        return sorted.stream();
    }

    @Override
    public Iterator<Label> iterator() {
        return sorted.iterator();
    }

    /** Each as {@code source:key[=value]}, in order. */
    public List<String> texts() {
        return sorted.stream().map(Label::toString).toList();
    }

    /** Each as {@code source:key[=value]} and a semicolon, in order. */
    public String canonical() {
        return canonical;
    }

    /** SHA-256 of {@link #canonical()} in UTF-8, 64 hex digits. */
    public String hash() {
        if (hash.isEmpty()) {
            hash = digest();
        }
        return hash;
    }

    private String digest() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels && ((Labels) other).canonical.equals(canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    /** As for people: separated by a comma and a space. */
    @Override
    public String toString() {
        return String.join(", ", texts());
    }
}
