using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Whether an instance runs and is ready. None is no fault: everything else is looked at all the same.</summary>
internal sealed class InstanceExam : IExam
{
    public string Area => "reachability";

    public async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct)
    {
        var instance = InstanceFile.Read(patient.Data);
        if (patient.Url is null && (patient.IsAzure || instance is null)) return [Finding.Ok(Area, "instance", "none is running")];
        var url = patient.Url ?? new Uri(instance!.Url);
        var answer = await patient.Peers.AskAsync(HttpMethod.Get, new Uri(url, "/health/ready"), ct);
        return answer switch
        {
            { Status: 200 } => [Finding.Ok(Area, "instance", $"{url} is ready")],
            { Status: 0 } when patient.Url is null => [Finding.Warning(Area, "instance", $"{url} of {patient.Data}/instance.json does not answer: {answer.Trouble}. It was killed.", "Start it with `run`; what it had begun goes on.")],
            { Status: 0 } => [Finding.Failed(Area, "instance", $"{url} does not answer: {answer.Trouble}.", "Start it, or check --url.")],
            _ => [Finding.Failed(Area, "instance", $"{url} is not ready: it answers {answer.Status}.", "Its store does not answer: look at the findings on store and its log.")],
        };
    }
}
