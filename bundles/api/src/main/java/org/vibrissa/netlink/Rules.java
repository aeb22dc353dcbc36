package org.vibrissa.netlink;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Policy routing rules of one namespace. */
@ProviderType
public interface Rules {
    /**
     * Adds a rule.
     *
     * @throws NetlinkException EEXIST when there is an equal one
     */
    void add(Rule rule);

    /**
     * Deletes the first rule which equals this in all that is set.
     *
     * @return whether there was one
     */
    boolean delete(Rule rule);

    /** All rules, IPv4 first, each family by rising priority. */
    List<Rule> list();
}
