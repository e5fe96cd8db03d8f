using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentScript.Model;

namespace AgentScript.Running;

/// <summary>
/// What the model is shown of a result: the declared outputs, unless <c>filter_from_agent</c> or <c>is_used_by_planner: False</c>
/// keeps one back; everything where none is declared. A secret is never shown.
/// </summary>
internal static class VisibleOutputs
{
    public static (string Json, string Class) Of(CallOutputs outputs, ActionDefinition action)
    {
        var strictest = DataClass.Public;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var field in outputs.Value.EnumerateObject())
            {
                var dataClass = DataClass.Stricter(DataClass.Public, outputs.Classes?.GetValueOrDefault(field.Name) ?? outputs.Otherwise);
                if (!IsVisible(action, field.Name) || dataClass is not (DataClass.Public or DataClass.Internal or DataClass.Personal)) continue;
                strictest = DataClass.Stricter(strictest, dataClass);
                field.WriteTo(json);
            }
            json.WriteEndObject();
        }
        return (Encoding.UTF8.GetString(stream.ToArray()), strictest);
    }

    private static bool IsVisible(ActionDefinition action, string field)
    {
        if (action.Outputs.IsEmpty) return true;
        return action.Output(field) is { } output && output.Flag("filter_from_agent") != true && output.Flag("is_used_by_planner") != false;
    }
}
