package org.vibrissa.metrics.internal.hubble;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.vibrissa.flow.FlowParty;

/** Ways to name an end of a flow, as Hubble's context options call them. */
enum ContextKind {
    /** All labels of the identity. */
    IDENTITY {
        @Override
        String make(FlowParty party) {
            return String.join(",", party.labels());
        }
    },
    NAMESPACE {
        @Override
        String make(FlowParty party) {
            return party.namespace();
        }
    },
    /** Namespace and name. */
    POD {
        @Override
        String make(FlowParty party) {
            return inNamespace(party, party.name());
        }
    },
    /** As {@link #POD}, without the one or two words that number the copies. */
    POD_SHORT {
        @Override
        String make(FlowParty party) {
            return inNamespace(party, COPY.matcher(party.name()).replaceFirst("$1"));
        }
    },
    POD_NAME {
        @Override
        String make(FlowParty party) {
            return party.name();
        }
    },
    /** The DNS name; known with a DNS proxy alone. */
    DNS {
        @Override
        String make(FlowParty party) {
            return "";
        }
    },
    IP {
        @Override
        String make(FlowParty party) {
            throw new IllegalStateException("an address is none of the party's names");
        }

        @Override
        String of(Facts facts, End end) {
            return facts.address(end);
        }
    },
    /** The reserved label, such as {@code reserved:world}. */
    RESERVED_IDENTITY {
        @Override
        String make(FlowParty party) {
            return party.labels().stream()
                    .filter(label -> label.startsWith("reserved:"))
                    .findFirst()
                    .orElse("");
        }
    },
    WORKLOAD {
        @Override
        String make(FlowParty party) {
            return inNamespace(party, party.workload());
        }
    },
    WORKLOAD_NAME {
        @Override
        String make(FlowParty party) {
            return party.workload();
        }
    },
    /** What the labels call the application. */
    APP {
        @Override
        String make(FlowParty party) {
            for (String key : APP_KEYS) {
                for (String label : party.labels()) {
                    int value = label.indexOf('=') + 1;
                    if (value > 0
                            && value < label.length()
                            && label.startsWith(key, label.indexOf(':') + 1)
                            && label.indexOf(':') + 1 + key.length() == value - 1) {
                        return label.substring(value);
                    }
                }
            }
            return "";
        }
    };

    private static final Pattern COPY = Pattern.compile("^(.+?)(-[a-z0-9]+){1,2}$");
    private static final String[] APP_KEYS = {"app.kubernetes.io/name", "k8s-app", "app"};

    /** The text of a party, empty when it has none. */
    abstract String make(FlowParty party);

    /** The text of an end of an event, empty when there is none. Allocates nothing as a rule. */
    String of(Facts facts, End end) {
        return facts.texts().party(this, facts.party(end));
    }

    private static String inNamespace(FlowParty party, String name) {
        return name.isEmpty() || party.namespace().isEmpty()
                ? name
                : party.namespace() + "/" + name;
    }

    /**
     * By its name in options, such as {@code pod-short}.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    static ContextKind named(String text) {
        for (ContextKind kind : values()) {
            if (kind.toString().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "there is no context \""
                        + text
                        + "\"; there are "
                        + String.join(
                                ", ", Arrays.stream(values()).map(ContextKind::toString).toList()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
