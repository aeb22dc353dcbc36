package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.fleet.internal.Surroundings;
import org.vibrissa.fleet.internal.join.NodeClaims;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/** Writes down in the fleet what this host is, when that is not what is written there. */
final class Publication {
    private final Surroundings here;
    private final Roster roster;

    Publication(Surroundings here, Roster roster) {
        this.here = here;
        this.roster = roster;
    }

    /** The member's record, of a host that listens. */
    void record(Identity identity) {
        MemberRecord record =
                new MemberRecord(
                        identity.address(),
                        KeyCodec.fingerprint(identity.certificate().getPublicKey()),
                        identity.certificate().getNotAfter().toInstant(),
                        here.folder().holdsAuthority(),
                        here.folder().seat(),
                        false);
        if (!roster.get(here.name()).equals(Optional.of(record))) {
            here.store().apply(List.of(record.document(here.name())), ApplyOptions.DAEMON);
        }
    }

    /** {@code fleet.address} of this host's Node resource, where there is one. */
    void address(Identity identity) {
        Optional<Resource> found = here.store().get(ResourceKey.of(NodeClaims.KIND, here.name()));
        if (found.isEmpty()) {
            return;
        }
        Resource node = found.get();
        if (node.spec().path("fleet").path("address").asText().equals(identity.address())) {
            return;
        }
        ObjectNode spec = node.spec().deepCopy();
        spec.putObject("fleet").put("address", identity.address());
        Document document =
                new Document(
                        "the fleet",
                        1,
                        node.apiVersion(),
                        NodeClaims.KIND,
                        node.metadata(),
                        spec,
                        Map.of());
        here.store().apply(List.of(document), ApplyOptions.DAEMON);
    }
}
