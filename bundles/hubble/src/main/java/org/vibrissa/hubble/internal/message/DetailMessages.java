package org.vibrissa.hubble.internal.message;

import com.google.protobuf.Any;
import org.vibrissa.datapath.Chain;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.proto.detail.Cause;
import org.vibrissa.hubble.proto.detail.FlowDetail;
import org.vibrissa.hubble.proto.detail.Rule;

/** What Hubble has no field for. Thread safe as its sources are. */
final class DetailMessages {
    private static final FlowCause[] CAUSES = FlowCause.values();
    private static final Chain[] CHAINS = Chain.values();

    private final FlowNames names;
    private final Rules rules;

    DetailMessages(FlowNames names, Rules rules) {
        this.names = names;
        this.rules = rules;
    }

    /** As the extension of a flow. */
    Any of(FlowEvent event) {
        FlowDetail.Builder detail =
                FlowDetail.newBuilder()
                        .setSequence(event.sequence())
                        .setPackets(event.packets())
                        .setBytes(event.bytes())
                        .setLength(event.length())
                        .setPathGroup(names.pathGroup(event.pathGroup()))
                        .setSlot(event.slot())
                        .setOwner(names.owner(event))
                        .setCpu(event.cpu())
                        .setInIfindex(event.ifindex())
                        .setInInterface(device(event, event.ifindex()))
                        .setOutIfindex(event.outIfindex())
                        .setOutInterface(device(event, event.outIfindex()));
        if (event.chain() >= 0 && event.chain() < CHAINS.length) {
            detail.setChain(CHAINS[event.chain()].label());
        }
        for (FlowCause cause : CAUSES) {
            if (event.has(cause)) {
                // The message's numbers are the ordinals plus one: 0 is "unknown" there.
                detail.addCauses(Cause.forNumber(cause.ordinal() + 1));
            }
        }
        addRule(detail, true, event.ingressRule());
        addRule(detail, false, event.egressRule());
        return Any.pack(detail.build());
    }

    private String device(FlowEvent event, int ifindex) {
        return ifindex == 0 ? "" : names.device(ifindex, event.timeNanos());
    }

    private void addRule(FlowDetail.Builder detail, boolean ingress, int number) {
        if (number == 0) {
            return;
        }
        Rule.Builder message = Rule.newBuilder().setIngress(ingress).setNumber(number);
        rules.rule(number)
                .ifPresent(
                        rule ->
                                message.setKind(rule.kind())
                                        .setNamespace(rule.namespace())
                                        .setName(rule.name())
                                        .setPath(rule.path())
                                        .setFile(rule.file())
                                        .setLine(rule.line()));
        detail.addRules(message);
    }
}
