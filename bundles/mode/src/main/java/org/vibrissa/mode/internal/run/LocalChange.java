package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.node.GroupModes;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peers;
import org.vibrissa.state.ResourceStore;

/** Changes of this host alone, for hosts that are in no fleet. */
@Component(service = LocalChange.class)
public final class LocalChange {
    private final GroupModes modes;
    private final Peers peers;
    private final ModeService service;
    private final GroupDeclaration declaration;

    @Activate
    public LocalChange(
            @Reference GroupModes modes,
            @Reference Peers peers,
            @Reference ModeService service,
            @Reference ResourceStore store) {
        this.modes = modes;
        this.peers = peers;
        this.service = service;
        this.declaration = new GroupDeclaration(store);
    }

    /** Receives the mode beside what is received now. */
    public ObjectNode accept(String group, String mode) {
        free();
        check(group, mode);
        modes.accept(group, mode);
        return said(
                group,
                "this host accepts %s in group %s and sends by %s"
                        .formatted(mode, group, modes.inForce(group).orElse("no mode")));
    }

    /** Sends by the mode; what was received stays so. */
    public ObjectNode force(String group, String mode) {
        free();
        check(group, mode);
        modes.accept(group, mode);
        modes.force(group, mode);
        declaration.write(group, mode);
        return said(
                group,
                "this host sends by %s in group %s; when all hosts do: vibrissa mode release %s"
                        .formatted(mode, group, group));
    }

    /** Receives nothing but the mode in force. */
    public ObjectNode release(String group) {
        free();
        List<String> gone = service.host().release(group);
        return said(
                group,
                gone.isEmpty()
                        ? "this host accepts no other mode in group " + group
                        : "this host accepts " + String.join(", ", gone) + " no more");
    }

    private void check(String group, String mode) {
        List<String> problems = modes.check(group, mode);
        if (!problems.isEmpty()) {
            throw new Refused(
                    "this host cannot carry group " + group + " by " + mode, problems, "");
        }
    }

    private void free() {
        Optional<SwapRecord> open = service.current();
        if (open.isPresent()) {
            throw new Refused("mode change " + open.get().id() + " is not over");
        }
    }

    private ObjectNode said(String group, String text) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        said.put("group", group).put("modeInForce", modes.inForce(group).orElse(""));
        var accepts = said.putArray("accepts");
        peers.group(group).map(PathGroup::accepts).orElse(List.of()).forEach(accepts::add);
        return said.put("text", text);
    }
}
