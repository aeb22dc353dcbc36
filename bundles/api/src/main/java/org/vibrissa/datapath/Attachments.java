package org.vibrissa.datapath;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the root programs are attached. Attachments are pinned: they outlive the daemon and are
 * adopted by the next. Thread safe.
 */
@ProviderType
public interface Attachments {
    /**
     * One root on one device.
     *
     * @param ifindex the device
     * @param name its name when it was attached
     * @param chain the chain its packets enter; {@link Chain#EP} and {@link Chain#NET} at ingress,
     *     {@link Chain#HOST} at egress
     * @param form {@code tcx} or {@code clsact}
     */
    record Attachment(int ifindex, String name, Chain chain, String form) {}

    /**
     * Attaches the chain's root. Idempotent: an adopted attachment is kept and brought to the root
     * in force.
     *
     * @throws org.vibrissa.bpf.BpfException naming device and errno
     */
    Attachment attach(int ifindex, String name, Chain chain);

    /** Takes the root off the device. No error when the device or the attachment is gone. */
    void detach(int ifindex, Chain chain);

    /** All in force. */
    List<Attachment> list();
}
