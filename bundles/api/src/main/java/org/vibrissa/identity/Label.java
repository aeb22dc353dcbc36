package org.vibrissa.identity;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.NearestName;

/**
 * One label, written {@code source:key=value}, or {@code source:key} when the value is empty.
 * Immutable. Keys and values are as Kubernetes' labels; the key of source {@code cidr} is a prefix,
 * and values that name a thing of the host (a unit, a VM, a namespace) may be any printable ASCII
 * without space, up to 255 characters.
 *
 * @param source who says it
 * @param key 1..63 characters, after an optional DNS name and {@code /}
 * @param value may be empty
 */
public record Label(LabelSource source, String key, String value) implements Comparable<Label> {
    private static final Comparator<Label> ORDER =
            Comparator.comparing((Label label) -> label.source.text())
                    .thenComparing(Label::key)
                    .thenComparing(Label::value);

    /**
     * @throws IllegalArgumentException with a message for people when key or value is not legal
     */
    public Label {
        Objects.requireNonNull(source, "source");
        key = LabelText.key(source, key);
        value = LabelText.value(source, value);
    }

    /** What a user says of a resource. */
    public static Label any(String key, String value) {
        return new Label(LabelSource.ANY, key, value);
    }

    /** {@code reserved:NAME}. */
    public static Label reserved(String name) {
        return new Label(LabelSource.RESERVED, name, "");
    }

    /** {@code cidr:PREFIX}. */
    public static Label cidr(IpPrefix prefix) {
        return new Label(LabelSource.CIDR, prefix.network().toString(), "");
    }

    /** {@code k8s:io.kubernetes.pod.namespace=NAME}, which every endpoint has. */
    public static Label namespace(String name) {
        return new Label(LabelSource.K8S, NAMESPACE, name);
    }

    /** The key under which the namespace of an endpoint stands, source {@code k8s}. */
    public static final String NAMESPACE = "io.kubernetes.pod.namespace";

    /**
     * Reads {@code [source:]key[=value]}; no source means {@code any}.
     *
     * @throws IllegalArgumentException with a message for people when it is not a label
     */
    public static Label parse(String text) {
        int colon = text.indexOf(':');
        int equal = text.indexOf('=');
        boolean sourced = colon >= 0 && (equal < 0 || colon < equal);
        LabelSource source = sourced ? source(text.substring(0, colon)) : LabelSource.ANY;
        int start = sourced ? colon + 1 : 0;
        String key = text.substring(start, equal < 0 ? text.length() : equal);
        return new Label(source, key, equal < 0 ? "" : text.substring(equal + 1));
    }

    private static LabelSource source(String text) {
        return LabelSource.of(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no label source \""
                                                + text
                                                + "\""
                                                + NearestName.hint(text, LabelSource.texts())));
    }

    /**
     * Whether this label of a selector means that label of an endpoint: key and value are equal,
     * and the {@link #says source} does.
     */
    public boolean matches(Label ofEndpoint) {
        return key.equals(ofEndpoint.key)
                && value.equals(ofEndpoint.value)
                && says(source, ofEndpoint.source);
    }

    /**
     * Whether a selector's source means an endpoint's: {@code any} means all, each means itself,
     * and {@code k8s} also what users say.
     */
    public static boolean says(LabelSource selector, LabelSource endpoint) {
        return selector == LabelSource.ANY
                || selector == endpoint
                || (selector == LabelSource.K8S && endpoint == LabelSource.ANY);
    }

    /** The prefix when the source is {@code cidr}. */
    public Optional<IpPrefix> prefix() {
        return source == LabelSource.CIDR ? Optional.of(IpPrefix.parse(key)) : Optional.empty();
    }

    @Override
    public int compareTo(Label other) {
        return ORDER.compare(this, other);
    }

    /** {@code source:key[=value]}. */
    @Override
    public String toString() {
        return source.text() + ":" + key + (value.isEmpty() ? "" : "=" + value);
    }
}
