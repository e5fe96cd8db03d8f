using System.Collections;
using System.Reflection;
using AgentScript.Syntax;

namespace AgentScript.Tests.Formatting;

/// <summary>Compares trees by what they say: everything but offsets.</summary>
internal static class SameTree
{
    /// <summary>The first difference as a path, or null.</summary>
    public static string? Difference(object? left, object? right, string path = "root")
    {
        if (left is null || right is null) return left is null && right is null ? null : $"{path}: only one has it";
        if (left.GetType() != right.GetType()) return $"{path}: {left.GetType().Name} and {right.GetType().Name}";
        if (left is SyntaxNode)
        {
            return Properties(left.GetType())
                .Select(p => Difference(p.GetValue(left), p.GetValue(right), $"{path}.{p.Name}")).FirstOrDefault(d => d is not null);
        }
        if (left is not string && left is IEnumerable items)
        {
            object?[] ours = [.. items.Cast<object?>()], theirs = [.. ((IEnumerable)right).Cast<object?>()];
            if (ours.Length != theirs.Length) return $"{path}: {ours.Length} and {theirs.Length} of them";
            return ours.Select((one, i) => Difference(one, theirs[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
        }
        return left.Equals(right) ? null : $"{path}: {left} and {right}";
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name is not ("Start" or "End") && p.GetIndexParameters().Length == 0);
}
