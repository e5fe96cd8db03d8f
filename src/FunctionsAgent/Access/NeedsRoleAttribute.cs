using System.Collections.Frozen;
using System.Reflection;

namespace FunctionsAgent.Access;

/// <summary>The least role that may call an operator's method. A public method without it is refused to everybody.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsRoleAttribute(StaffRole role) : Attribute
{
    public StaffRole Role { get; } = role;

    /// <summary>The table of a class: each public method that names its role.</summary>
    public static FrozenDictionary<string, StaffRole> Table(Type api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return api.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.IsDefined(typeof(NeedsRoleAttribute)))
            .ToFrozenDictionary(method => method.Name, method => method.GetCustomAttribute<NeedsRoleAttribute>()!.Role, StringComparer.Ordinal);
    }
}
