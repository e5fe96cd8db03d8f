using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Each queue as infra/main.bicep makes it: what is otherwise there loses messages or their order in silence.</summary>
internal sealed class ServiceBusExam : IExam
{
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);
    private const int Deliveries = 20;
    private const string Deploy = "Deploy infra/main.bicep: it sets every queue as the pipeline needs it.";

    public string Area => "queues";

    public async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct)
    {
        AzureSettings settings;
        try
        {
            if (!patient.IsAzure) return [];
            settings = AzureSettings.Read(patient.Settings);
        }
        catch (AzureSettingsException)
        {
            return [];
        }
        if (ServiceBusManagement.Of(settings.ServiceBus, patient) is not { } management)
            return [Finding.Failed(Area, "ServiceBus", "The connection string lacks Endpoint, SharedAccessKeyName or SharedAccessKey.", "Copy it whole from the namespace's shared access policies, or use ServiceBus__fullyQualifiedNamespace.")];
        var findings = new List<Finding>();
        foreach (var queue in QueueNames.All)
        {
            var (properties, trouble) = await management.QueueAsync(queue, ct);
            if (trouble is not null)
            {
                findings.Add(trouble with { Area = Area });
                // Every other queue would say the same.
                if (trouble.What == "ServiceBus") break;
                continue;
            }
            findings.AddRange(Look(queue, properties!));
        }
        return findings;
    }

    private List<Finding> Look(string queue, IReadOnlyDictionary<string, string> properties)
    {
        var wrong = new List<Finding>();
        if (!Is("RequiresSession")) wrong.Add(Finding.Failed(Area, queue, "It has no sessions: one conversation would be in a stage twice.", $"Sessions cannot be switched on: delete the queue once it is empty. {Deploy}"));
        if (Is("RequiresDuplicateDetection")) wrong.Add(Finding.Failed(Area, queue, "It detects duplicates: it would swallow a retry in silence.", $"Detection cannot be switched off: delete the queue once it is empty. {Deploy}"));
        if (Time("LockDuration") is not { } held || held < Lock) wrong.Add(Finding.Failed(Area, queue, $"Its LockDuration is {Text("LockDuration")}; PT1M is needed.", Deploy));
        if (!int.TryParse(Text("MaxDeliveryCount"), out var deliveries) || deliveries < Deliveries)
            wrong.Add(Finding.Warning(Area, queue, $"Its MaxDeliveryCount is {Text("MaxDeliveryCount")}; below {Deliveries} an outage of minutes makes dead letters.", Deploy));
        if (Text("Status") is { Length: > 0 } status && status != "Active") wrong.Add(Finding.Failed(Area, queue, $"It is {status}.", "Set it to Active in the portal or by `az servicebus queue update --status Active`."));
        if (wrong.Count == 0) wrong.Add(Finding.Ok(Area, queue, $"sessions, lock {Text("LockDuration")}, {Text("MaxDeliveryCount")} deliveries, {Text("MessageCount")} messages"));
        return wrong;

        string Text(string name) => properties.GetValueOrDefault(name, "");
        bool Is(string name) => Text(name).Equals("true", StringComparison.OrdinalIgnoreCase);
        TimeSpan? Time(string name)
        {
            try
            {
                return XmlConvert.ToTimeSpan(Text(name));
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }
}
