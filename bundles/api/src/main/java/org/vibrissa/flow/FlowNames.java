package org.vibrissa.flow;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Names for the numbers of events, as they were when the event happened: what is gone since is
 * remembered for as long as an event of its time is in the log. Thread safe; answers are shared
 * objects.
 */
@ProviderType
public interface FlowNames {
    FlowParty source(FlowEvent event);

    FlowParty destination(FlowEvent event);

    /** The device's name, empty when it is not known. */
    String device(int ifindex, long timeNanos);

    /** Symbolic name of the bundle whose stage ended the packet's way, empty when not known. */
    String owner(FlowEvent event);

    /** Name of the path group, empty when not known. */
    String pathGroup(int number);

    /** Hubble's name of a drop reason in capitals, such as {@code POLICY_DENIED}. */
    String dropReason(int number);

    /** This host's name. */
    String node();

    /** Labels of this host, {@code key=value}, sorted. */
    List<String> nodeLabels();
}
