using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using FunctionsAgent.Queues;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Local;

/// <summary>
/// The functions of an assembly. Reads what the real worker reads at build time, and refuses whatever would
/// behave differently there.
/// </summary>
internal sealed partial class FunctionCatalog
{
    private const BindingFlags AnyMethod = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private FunctionCatalog(ImmutableArray<FunctionEntry> entries) => Entries = entries;

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<FunctionEntry> Entries { get; }

    /// <summary>Throws <see cref="FunctionCatalogException"/>, which names the method and the rule it breaks.</summary>
    public static FunctionCatalog Of(Assembly assembly) => Of(assembly.GetTypes());

    /// <inheritdoc cref="Of(Assembly)"/>
    public static FunctionCatalog Of(IEnumerable<Type> types)
    {
        var entries = types
            .SelectMany(type => type.GetMethods(AnyMethod))
            .Where(method => method.IsDefined(typeof(FunctionAttribute), inherit: false))
            .Select(Read)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToImmutableArray();
        Unique(entries, "name", entry => [entry.Name]);
        Unique(entries, "route", Routes);
        Unique(entries, "queue", entry => entry.Trigger is Trigger.Queue queue ? [queue.Name] : []);
        return new FunctionCatalog(entries);
    }

    private static FunctionEntry Read(MethodInfo method)
    {
        var type = method.DeclaringType!;
        var place = $"{type.Name}.{method.Name}";
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        if (method.IsStatic || !method.IsPublic) throw new FunctionCatalogException($"{place}: a function is a public instance method.");
        if (!type.IsVisible || type.IsAbstract || type.IsGenericType) throw new FunctionCatalogException($"{place}: a function class is public, concrete and not generic.");
        if (!FunctionName().IsMatch(name)) throw new FunctionCatalogException($"{place}: '{name}' is no function name: a letter, then at most 127 letters, digits, - and _.");
        return new FunctionEntry(name, type, method, TriggerReader.Read(method, place, name));
    }

    private static IEnumerable<string> Routes(FunctionEntry entry)
    {
        if (entry.Trigger is not Trigger.Http http) return [];
        // Two templates that differ in parameter names only answer the same addresses.
        var shape = RouteParameter().Replace(http.Route, match => $"{{{match.Groups["policy"].Value}}}");
        return (http.Methods.IsEmpty ? ["*"] : http.Methods).Select(method => $"{method} /{shape}");
    }

    private static void Unique(ImmutableArray<FunctionEntry> entries, string what, Func<FunctionEntry, IEnumerable<string>> keys)
    {
        var seen = new Dictionary<string, FunctionEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
            foreach (var key in keys(entry))
                if (!seen.TryAdd(key, entry))
                    throw new FunctionCatalogException($"{entry.Place} and {seen[key].Place} have the same {what}: {key}.");
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\{\**[A-Za-z_][A-Za-z0-9_]*(?<policy>[^}]*)\}")]
    private static partial Regex RouteParameter();
}
