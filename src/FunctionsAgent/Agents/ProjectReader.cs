using System.Collections.Immutable;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>project</c> of a tool: a field is a path, or a list <c>{ each, take, last, fields }</c>.</summary>
internal sealed class ProjectReader(Values values)
{
    private static readonly ImmutableDictionary<string, string> NoFields = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    public ProjectPart Read(YamlNode node)
    {
        var (paths, lists) = (NoFields, ImmutableDictionary.Create<string, ListProjection>(StringComparer.Ordinal));
        if (node is not YamlMapping map)
        {
            values.Errors.Add(node.At, $"project is a mapping of fields, not {node.Kind}.");
            return new(paths, lists);
        }

        foreach (var entry in map.Entries)
        {
            var what = $"project.{Shown.Of(entry.Key)}";
            if (entry.Value is not YamlMapping list) paths = paths.SetItem(entry.Key, PathOf(entry.Value, what));
            else lists = lists.SetItem(entry.Key, List(list, what));
        }

        foreach (var clash in map.Entries.Where(entry => lists.Keys.Any(list => ListProjection.TotalOf(list) == entry.Key)))
            values.Errors.Add(clash.KeyAt, $"'{Shown.Of(clash.Key)}' is the field that says how many entries a cut list had: another name is needed.");
        return new(paths, lists);
    }

    private ListProjection List(YamlMapping node, string what)
    {
        var list = new Fields(node, what, values);
        var each = list.Need("each", "the path of the entries, like \"$.orders[*]\"");
        var take = list.Take("take") is { } t ? values.Whole(t, $"{what}.take", 1, ListProjection.MostTaken) : ListProjection.UsuallyTaken;
        var last = list.Take("last") is { } l && values.Truth(l, $"{what}.last");
        var fields = list.Need("fields", "fields of an entry and their paths, like id: $.id");
        list.Done();
        var path = each is null ? "" : PathOf(each, $"{what}.each");
        if (path.Length > 0 && ProjectionPlan.EachRefused(JsonPath.Parse(path), last) is { } refused) values.Errors.Add(each!.At, $"{what}.each {refused}.");
        return new(path, fields is null ? NoFields : FieldsOf(fields, $"{what}.fields"), take, last);
    }

    private ImmutableDictionary<string, string> FieldsOf(YamlNode node, string what)
    {
        if (node is not YamlMapping { Entries.Length: > 0 } map)
        {
            values.Errors.Add(node.At, $"{what} is a mapping of fields to paths, with at least one.");
            return NoFields;
        }

        return map.Entries.ToImmutableDictionary(entry => entry.Key, entry => PathOf(entry.Value, $"{what}.{Shown.Of(entry.Key)}"), StringComparer.Ordinal);
    }

    private string PathOf(YamlNode node, string what)
    {
        var path = values.Text(node, what, filled: false);
        if (path.Length == 0) return path;
        try
        {
            return JsonPath.Parse(path).ToString();
        }
        catch (ArgumentException error)
        {
            values.Errors.Add(node.At, error.Message);
            return "";
        }
    }
}

/// <param name="Paths">Result field → path.</param>
/// <param name="Lists">Result field → list.</param>
internal sealed record ProjectPart(ImmutableDictionary<string, string> Paths, ImmutableDictionary<string, ListProjection> Lists);
