using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Tools;

/// <summary>
/// Names of the fields that the runtime sets, and whatever a peer might read as one of them: frameworks bind names in any case and
/// spelling (<c>customerId</c>, <c>customer-id</c>, <c>customer_id[]</c>), so letters and digits alone are compared.
/// </summary>
internal sealed class RowNames(IEnumerable<string> rows)
{
    private readonly HashSet<string> names = [.. rows.Select(Plain)];

    public bool Contain(string name) => names.Count > 0 && names.Contains(Plain(name));

    public static bool Same(string a, string b) => Plain(a) == Plain(b);

    /// <summary>The value without such fields, however deep.</summary>
    public JsonNode? Without(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var kept = new JsonObject();
                foreach (var member in value.EnumerateObject().Where(member => !Contain(member.Name))) kept[member.Name] = Without(member.Value);
                return kept;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(Without)]);
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            default:
                return JsonValue.Create(value);
        }
    }

    private static string Plain(string name) => string.Concat(name.Replace('\uFFFE', '\uFFFD').Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
