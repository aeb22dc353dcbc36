/**
 * Why a packet passes or not, for people: which rule of which document decides, which ones came
 * near, and what recorded flows would meet under policies that are not in force. Works on the
 * model, not on the kernel's rows; what the kernel says is asked and compared.
 */
package org.vibrissa.policy.internal.explain;
