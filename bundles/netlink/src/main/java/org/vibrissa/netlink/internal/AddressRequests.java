package org.vibrissa.netlink.internal;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.netlink.Addresses;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.NetlinkException;

/** Addresses in the namespace of one conversation. */
final class AddressRequests implements Addresses {
    private final Conversation kernel;

    AddressRequests(Conversation kernel) {
        this.kernel = kernel;
    }

    @Override
    public void add(InterfaceAddress address) {
        put("add address ", address, Conversation.CREATE | Conversation.EXCLUSIVE);
    }

    @Override
    public void replace(InterfaceAddress address) {
        put("replace address ", address, Conversation.CREATE | Conversation.REPLACE);
    }

    private void put(String verb, InterfaceAddress address, int flags) {
        kernel.ask(
                verb + describe(address),
                Rtm.NEWADDR,
                flags,
                out -> AddressCodec.encode(out, address));
    }

    @Override
    public boolean delete(InterfaceAddress address) {
        return Absence.tolerated(
                () ->
                        kernel.ask(
                                "delete address " + describe(address),
                                Rtm.DELADDR,
                                0,
                                out -> AddressCodec.encode(out, address)));
    }

    private static String describe(InterfaceAddress address) {
        return address.prefix() + " on link " + address.interfaceIndex();
    }

    @Override
    public List<InterfaceAddress> list() {
        return list(0);
    }

    @Override
    public List<InterfaceAddress> list(int interfaceIndex) {
        List<InterfaceAddress> all = new ArrayList<>(family(false, interfaceIndex));
        all.addAll(family(true, interfaceIndex));
        return List.copyOf(all);
    }

    private List<InterfaceAddress> family(boolean ipv6, int interfaceIndex) {
        String request = "list addresses" + (interfaceIndex == 0 ? "" : " of " + interfaceIndex);
        try {
            return kernel.dump(
                    request,
                    Rtm.GETADDR,
                    out -> AddressCodec.filter(out, ipv6, interfaceIndex),
                    message ->
                            AddressCodec.decode(message)
                                    .filter(a -> a.prefix().isIpv6() == ipv6)
                                    .filter(
                                            a ->
                                                    interfaceIndex == 0
                                                            || a.interfaceIndex()
                                                                    == interfaceIndex));
        } catch (NetlinkException e) {
            if (interfaceIndex != 0 && e.errno() == Errno.ENODEV) {
                return List.of();
            }
            throw e;
        }
    }
}
