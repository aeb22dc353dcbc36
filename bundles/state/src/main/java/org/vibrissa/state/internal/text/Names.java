package org.vibrissa.state.internal.text;

import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for names, label keys and label values, as in Kubernetes. */
public final class Names {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern QUALIFIED =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final int MAX_PREFIX = 253;

    private Names() {}

    /** What is wrong with a resource's name; empty when nothing is. */
    public static Optional<String> dnsLabelProblem(String name) {
        return DNS_LABEL.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "is not a DNS label: \""
                                + name
                                + "\"; use 1..63 of a-z, 0-9 and -, with no - at either end");
    }

    /** What is wrong with the name of a resource whose kind allows dots. */
    public static Optional<String> dnsNameProblem(String name) {
        return isDnsName(name)
                ? Optional.empty()
                : Optional.of(
                        "is not a DNS name: \""
                                + name
                                + "\"; use at most 253 of a-z, 0-9, - and ., with an alphanumeric"
                                + " at both ends of each part");
    }

    /** What is wrong with the key of a label or annotation. */
    public static Optional<String> keyProblem(String key) {
        int slash = key.indexOf('/');
        if (slash >= 0 && !isDnsName(key.substring(0, slash))) {
            return Optional.of("the key's prefix before / is not a DNS name: \"" + key + "\"");
        }
        return QUALIFIED.matcher(key.substring(slash + 1)).matches()
                ? Optional.empty()
                : Optional.of(
                        "is not a key: \""
                                + key
                                + "\"; use 1..63 of A-Z, a-z, 0-9, -, _ and ., with an"
                                + " alphanumeric at both ends, after an optional DNS prefix and /");
    }

    /** What is wrong with a label's value; an empty one is right. */
    public static Optional<String> labelValueProblem(String value) {
        return value.isEmpty() || QUALIFIED.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(
                        "is not a label value: \""
                                + value
                                + "\"; use at most 63 of A-Z, a-z, 0-9, -, _ and ., with an"
                                + " alphanumeric at both ends");
    }

    private static boolean isDnsName(String name) {
        if (name.isEmpty() || name.length() > MAX_PREFIX) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (!DNS_LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }
}
