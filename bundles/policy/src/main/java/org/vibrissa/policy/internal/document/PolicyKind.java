package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.state.Column;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** What the three kinds of policies have in common. */
abstract class PolicyKind implements ResourceKind<Translation> {
    /** {@code "true"}: what it cuts of the daemon's own connections is meant. */
    static final String ACCEPT_LOCKOUT = "policy.vibrissa.org/accept-lockout";

    static final String CILIUM = "cilium.io/v2";

    private static final Metadata NAMELESS = Metadata.of("x", "", Map.of(), Map.of());

    private final String kind;
    private final String apiVersion;
    private final String plural;
    private final List<String> shortNames;

    PolicyKind(String kind, String apiVersion, String plural, List<String> shortNames) {
        this.kind = kind;
        this.apiVersion = apiVersion;
        this.plural = plural;
        this.shortNames = shortNames;
    }

    @Override
    public String apiVersion() {
        return apiVersion;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String plural() {
        return plural;
    }

    @Override
    public List<String> shortNames() {
        return shortNames;
    }

    @Override
    public boolean namespaced() {
        return true;
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public boolean dottedNames() {
        return true;
    }

    @Override
    public Map<String, String> provenance(Document document) {
        return SourceLines.of(document)
                .map(lines -> Map.of(SourceLines.ANNOTATION, lines.text()))
                .orElse(Map.of());
    }

    @Override
    public Translation decode(JsonNode spec) {
        return checked(Translator.translate(kind, NAMELESS, spec, Groups.UNKNOWN));
    }

    @Override
    public void validate(Resource candidate, Translation spec, StoreView after) {
        checked(Translator.translate(kind, candidate.metadata(), candidate.spec(), Groups.UNKNOWN));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("ENFORCES", r -> r.detail(PolicyStatuses.ENFORCES).orElse("")),
                new Column("RULES", r -> r.detail(PolicyStatuses.RULES).orElse("")));
    }

    private static Translation checked(Translation translation) {
        Optional<Problem> first = translation.errors().stream().findFirst();
        if (first.isPresent()) {
            int more = translation.errors().size() - 1;
            String rest =
                    more == 0
                            ? ""
                            : " (and "
                                    + more
                                    + " more: vibrissa policy validate -f FILE lists them)";
            throw new InvalidResource(first.get().path(), first.get().text() + rest);
        }
        return translation;
    }
}
