using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsAgent.Feedback;

/// <summary>Rolled-up records as UTF-8 JSON, written the same way every time: the same records are the same bytes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(List<ThreadReading>))]
[JsonSerializable(typeof(List<Request>))]
[JsonSerializable(typeof(List<Case>))]
[JsonSerializable(typeof(List<Cell>))]
[JsonSerializable(typeof(RollUpMark))]
internal sealed partial class RollUpJson : JsonSerializerContext;
